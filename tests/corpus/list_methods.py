a = [3, 1, 2]
a.append(5)
a.extend((7, 8))
a.insert(0, 9)
a.insert(-1, "x")
a.insert(100, "end")
print(a)
print(a.pop(), a.pop(0), a.pop(-2))
a.remove(1)
print(a, a.index(5), a.count(2))
a.reverse()
print(a)
b = a.copy()
b.clear()
print(a, b, len(a))
c = [3, 1, 2]
c.sort()
print(c)
c.sort(reverse=True)
print(c, c * 2, c + [0], [0] * 0)
print([1, 2] == [1, 2], [1] != [2], [[]] * 2, 2 in c)
for text in ("[].pop()", "[1].pop(5)", "[1].remove(2)", "[1].index(2)", "[1, 2][2]", "a['a']", "[1] + (2,)", "[1].insert('a', 1)"):
    try:
        eval(text)
    except Exception as e:
        print(text, type(e).__name__, e)
