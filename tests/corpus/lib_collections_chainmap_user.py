from collections import ChainMap, UserDict, UserList, UserString

base, local = {"a": 1, "b": 2}, {"b": 20}
c = ChainMap(local, base)
print(c, c["b"], c["a"], len(c), list(c), dict(c))
c["z"] = 26
print(local, c.new_child({"q": 1})["q"], c.parents)
try:
    del c["a"]
except KeyError as e:
    print(e)
try:
    c["none"]
except KeyError as e:
    print(repr(e))
print(c.get("none", "d"), "a" in c, c.pop("z"), c.maps)


class Upper(UserDict):
    def __setitem__(self, key, value):
        super().__setitem__(key.upper(), value)


u = Upper(a=1)
u.update({"b": 2})
u.setdefault("C", 3)
print(u, u.data, len(u), sorted(u), u.get("A"), "A" in u, u == {"A": 1, "B": 2, "C": 3})


class Loud(UserList):
    def append(self, item):
        print("append", item)
        super().append(item)


x = Loud([1])
x.append(2)
print(x, x[0], x[::-1], x + [3], x == [1, 2], len(x), type(x * 2).__name__)
s = UserString("hello")
print(s.upper(), s + " you", s[1], len(s), s == "hello", s.replace("l", "L"), type(s.upper()).__name__, "ell" in s, s.split("l"))
