class Stack(list):
    def push(self, x):
        self.append(x)

    @property
    def top(self):
        return self[-1]


s = Stack([1])
s.push(2)
print(s, s.top, len(s), s + [3], type(s + [3]).__name__, isinstance(s, list), s == [1, 2], s[0:1])


class DefaultDict(dict):
    def __missing__(self, key):
        self[key] = key * 2
        return self[key]


d = DefaultDict(a=1)
print(d["b"], d, d.get("zz"), "q" in d)


class Money(int):
    def __add__(self, other):
        return Money(int(self) + int(other))

    def __repr__(self):
        return f"${int(self)}"


print(Money(3) + 4, Money(3) * 2, [Money(1)], sum([Money(1), Money(2)]), Money(5) > 3, hash(Money(5)) == hash(5))


class Err(ValueError):
    def __init__(self, code):
        super().__init__(f"code {code}")
        self.code = code


try:
    raise Err(7)
except ValueError as e:
    print(e, e.code, e.args)


class T(tuple):
    def __new__(cls, *items):
        return super().__new__(cls, items)


print(T(1, 2), T(1) + (2,), T(3)[0], {T(1): "k"}[(1,)], T() == ())


class F(float):
    pass


print(F(1.5) + 1, repr(F(2)), type(F(1) * 2).__name__)
