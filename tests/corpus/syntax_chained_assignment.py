a = b = c = []
a.append(1)
print(a, b, c, a is c)
x = y = 0
x += 1
print(x, y)
i = 0
i, items = 1, [10, 20, 30]
items[i] = i = 2
print(items, i)
