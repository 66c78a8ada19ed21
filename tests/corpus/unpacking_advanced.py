(a, b), c = [1, 2], 3
print(a, b, c)
a, (b, *c), d = 1, (2, 3, 4), 5
print(a, b, c, d)
*a, = range(3)
print(a)
(*a,) = "xy"
print(a)
[x, [y, z]] = [1, (2, 3)]
print(x, y, z)
d = {}
d["a"], d["b"] = d.get, 2
print(d["b"])


class O:
    pass


o = O()
o.x, o.y = o.z = 1, 2
print(o.x, o.y, o.z)
for i, (j, *k) in enumerate([(1, 2, 3), "ab"]):
    print(i, j, k)
l = [0, 1, 2]
i = 0
i, l[i] = 2, "set"
print(i, l)
a, b, c = {"x": 1, "y": 2, "z": 3}
print(a, b, c)
first, _, third = (n * n for n in range(3))
print(first, third)
print(*"abc", *[1], sep=".")
x, y = y, x
print(x, y)
a = b, c = 5, 6
print(a, b, c)
