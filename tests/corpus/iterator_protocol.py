class Countdown:
    def __init__(self, n):
        self.n = n

    def __iter__(self):
        return self

    def __next__(self):
        if self.n <= 0:
            raise StopIteration
        self.n -= 1
        return self.n + 1


c = Countdown(3)
print(list(c), list(c), list(zip(Countdown(2), "ab")), max(Countdown(4)), sum(Countdown(3)), 2 in Countdown(3))
a, b = Countdown(2)
print(a, b, [*Countdown(2)], dict(enumerate(Countdown(2))))
it = iter([1, 2, 3])
print(next(it), next(it), list(it), next(it, "done"))
print(list(iter(lambda it=iter([1, 2, 0, 3]): next(it), 0)))
for bad in (5, None, object):
    try:
        iter(bad)
    except TypeError as e:
        print(e)


class BadIter:
    def __iter__(self):
        return 5


try:
    for x in BadIter():
        pass
except TypeError as e:
    print(e)
try:
    next([1])
except TypeError as e:
    print(e)
d = {"a": 1}
try:
    for k in d:
        d["b"] = 2
except RuntimeError as e:
    print(e)
s = {1, 2}
try:
    for k in s:
        s.add(k + 10)
except RuntimeError as e:
    print(e)
x = [1, 2, 3]
for v in x:
    if v < 3:
        x.append(v + 2)
print(x)
