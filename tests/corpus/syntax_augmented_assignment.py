a = 10
a += 5
print(a)
a -= 3
a *= 2
a //= 5
print(a)
a **= 3
a %= 10
print(a)
a <<= 4
a |= 1
a ^= 3
a &= 0b1111110
a >>= 1
print(a)
a /= 4
print(a)
items = [1]
alias = items
items += [2, 3]
print(alias, alias is items)
items *= 2
print(alias)
t = (1,)
u = t
t += (2,)
print(t, u)
s = "ab"
s *= 3
print(s)
d = {"a": 1}
d |= {"b": 2}
print(d)
grid = [[0] * 2 for _ in range(2)]
grid[1][0] += 7
print(grid)
