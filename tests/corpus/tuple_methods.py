t = (1, 2, 3, 2)
print(t, t[0], t[-1], t[1:], t.count(2), t.index(3), len(t), 2 in t, t + (4,), t * 2, () == tuple(), (1,) + (2,), tuple("abc"), tuple([1, [2]]), t[::-1])
print((1, 2) < (1, 3), (1,) < (1, 0), max((1, 2), (2, 0)), hash((1, 2)) == hash((1, 2)), {(1, 2): "k"}[1, 2], (1, "a", None), (1), (1,), ((),), repr(("a",)))
a, b, *c = t
print(a, b, c)
x = 1, 2
print(x, type(x).__name__, x.__add__((3,)), tuple(x) is x, sorted(((2, "b"), (1, "a"))))
m = ([1], 2)
m[0].append(5)
print(m)
for text in ("t[9]", "t.index(99)", "t + [1]", "t['a']", "t.append(1)", "hash(([],))", "tuple(5)", "t < 5", "t * 'a'"):
    try:
        print(text, eval(text))
    except Exception as e:
        print(text, "->", type(e).__name__, e)
for action in ("t[0] = 9", "del t[0]", "m[0] += [9]"):
    try:
        exec(action)
    except TypeError as e:
        print(action, "->", e)
print(m)
