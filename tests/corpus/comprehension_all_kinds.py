print([x * x for x in range(5)])
print([x for x in range(20) if x % 2 if x % 3 == 0])
print([(x, y) for x in range(3) for y in range(x)])
print({x: x ** 2 for x in range(3)}, {x % 3 for x in range(10)})
print(list(x + 1 for x in [1, 2]), tuple(c for c in "ab"))
print([[j for j in range(i)] for i in range(3)])
print([y for x in [[1, 2], [3]] for y in x])
x = "outer"
print([x for x in range(2)], x)
print({k: v for k, v in zip("abc", range(3)) if v != 1})
print([f"{a}{b}" for a, b in {"x": 1, "y": 2}.items()])
print(sum(1 for _ in range(10)), max((len(w), w) for w in ["aa", "b"]))


class C:
    n = 3
    items = [i for i in range(n)]


print(C.items)
