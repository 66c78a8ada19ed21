a, b = 1, 2
a, b = b, a
print(a, b)
(c, d), e = (3, 4), 5
print(c, d, e)
[f, g] = "hi"
print(f, g)
first, *rest = range(5)
print(first, rest)
*init, last = "abc"
print(init, last)
head, *mid, tail = [1, 2]
print(head, mid, tail)
for i, (x, y) in enumerate([(1, 2), (3, 4)]):
    print(i, x, y)
obj = {}
obj["k"], items = 1, [0, 0]
items[0], items[1] = 7, 8
print(obj, items)
