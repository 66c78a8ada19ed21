a = list(range(10))
print(a[2:5], a[:3], a[7:], a[-3:], a[::3], a[::-1], a[8:2:-2], a[5:2], a[100:], a[-100:3], a[:])
a[2:5] = ["x"]
print(a)
a[1:1] = [100, 200]
print(a)
a[::4] = ["A", "B", "C"]
print(a)
a[-2:] = []
print(a)
del a[1:4]
print(a)
a[len(a):] = [1, 2]
a[:0] = (0,)
print(a)
a[:] = "abc"
print(a)
del a[::2]
print(a, a[slice(0, 1)], a[True:] if a else None)
b = [1, 2, 3]
b[1:2] = b
print(b)
for text in ("a[9]", "a['x']", "a[1.0]", "a[::0]", "a[None]", "a[-5]"):
    try:
        print(eval(text))
    except Exception as e:
        print(text, "->", type(e).__name__, e)
a = [1, 2, 3, 4]
for action in ("a[9] = 1", "a[::2] = [1]", "a[0:2] = 5", "del a[9]", "a['k'] = 1", "del a['k']"):
    try:
        exec(action)
    except Exception as e:
        print(action, "->", type(e).__name__, e)
