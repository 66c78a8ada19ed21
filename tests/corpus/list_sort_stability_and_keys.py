words = ["banana", "kiwi", "apple", "fig", "cherry", "date"]
print(sorted(words), sorted(words, key=len), sorted(words, key=len, reverse=True), sorted(words, key=lambda w: (len(w), w)))
pairs = [(1, "b"), (0, "a"), (1, "a"), (0, "b")]
print(sorted(pairs, key=lambda p: p[0]), sorted(pairs, key=lambda p: p[1], reverse=True))
x = [3, 1, 2]
print(x.sort(), x, sorted(x, reverse=True), sorted("hello"), sorted({3: 1, 1: 2}), sorted([True, False, 2, 0.5]), sorted([(2, "a"), (1, "z")]))
data = [(i * 7919) % 1000 for i in range(300)]
print(sorted(data) == sorted(data, key=lambda v: v), sorted(data)[:5], sorted(data, reverse=True)[:5], sorted(range(50), key=lambda v: v % 7)[:10])
for bad in ([1, "a"], [None, 1], [1j, 2j], [[1], (2,)]):
    try:
        sorted(bad)
    except TypeError as e:
        print(e)
try:
    sorted([1, 2], key=5)
except TypeError as e:
    print(e)
y = [1, 2, 3]


def evil(v):
    y.append(v)
    return v


try:
    y.sort(key=evil)
except ValueError as e:
    print(e)


class Rev:
    def __init__(self, n):
        self.n = n

    def __lt__(self, other):
        return self.n > other.n


print([r.n for r in sorted(map(Rev, [1, 3, 2]))], min(map(Rev, [1, 3, 2])).n)
