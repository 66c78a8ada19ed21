from collections import Counter

c = Counter("abracadabra")
print(c, c["a"], c["zz"], c.most_common(2), c.total())
print(sorted(c.elements()))
c.update("aab")
c.subtract({"b": 5})
print(c, +c, -c)
a, b = Counter(x=3, y=1), Counter(x=1, y=2)
print(a + b, a - b, a & b, a | b, a == b, a <= a + b)
a += b
print(a)
a -= Counter(x=10)
print(a)
print(Counter([1, 2, 1]).most_common(), Counter(), Counter({"k": 0}) == Counter())
del c["nothing"]
print(list(Counter("hello")), Counter("ab") | Counter("bc"), Counter("aab").copy())
try:
    Counter.fromkeys("ab")
except NotImplementedError as e:
    print(e)
words = "the cat the dog the end".split()
for word, n in Counter(words).most_common(1):
    print(word, n)


class Sub(Counter):
    pass


print(Sub("aa"), Counter("aa").most_common(1), Counter(a=1) < Counter(a=2))
