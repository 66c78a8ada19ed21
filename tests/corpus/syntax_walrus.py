data = [3, 8, 1, 9, 4]
if (n := len(data)) > 3:
    print("long:", n)
while (x := data.pop()) != 1:
    print("popped", x)
print(x)
print([y for z in range(5) if (y := z * z) % 2 == 0], y)
print((a := 1) + (b := 2), a, b)


def f():
    if any((hit := v) > 5 for v in (1, 7, 2)):
        return hit


print(f())
