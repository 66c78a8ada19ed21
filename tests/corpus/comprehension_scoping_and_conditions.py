x = 5
print([x for x in range(3)], x)
print([[i * j for j in range(3)] for i in range(3)])
print([(i, j) for i in range(3) if i for j in range(i) if (i + j) % 2])
print({i % 3: i for i in range(7)}, {c for c in "hello"} == set("helo"))
print([a if a > 1 else -a for a in range(4)], [y := 1, y + 1], [*(i for i in range(2))])
print([f"{k}={v}" for k, v in sorted({"b": 1, "a": 2}.items())])
print(list((lambda: i)() for i in range(3)), [lambda: n for n in range(2)][0]())


class K:
    items = [1, 2]
    doubled = [i * 2 for i in items]
    try:
        bad = [i for _ in items for i in other]
    except NameError as e:
        msg = str(e)


print(K.doubled, K.msg)
gen = (i for i in [1, 2, 3] if print("checking", i) or i > 1)
print(next(gen))
print(sum(x * y for x, y in zip([1, 2], [3, 4])), [last := i for i in range(3)], last)
try:
    [1 / i for i in (1, 0)]
except ZeroDivisionError as e:
    print(e)
