a = [[0] * 3] * 2
a[0][0] = 1
print(a, a[0] is a[1])
b = [[0] * 3 for _ in range(2)]
b[0][0] = 1
print(b)
c = b[:]
c[1][1] = 5
print(b, c == b, c is b)
d = [1]
d.append(d)
print(d, d[1] is d, d[1][1][1][0], len(d))
e = {}
e["self"] = e
print(e)
t = ([],)
t[0].append(t)
print(t)
print([1, [2, [3, [4]]]] == [1, [2, [3, [4]]]], [1, 2] < [1, 2, 3], [2] > [1, 99], [[1], [0]] > [[0], [9]])
x = y = [1]
x += [2]
print(y)
x = x + [3]
print(x, y)
