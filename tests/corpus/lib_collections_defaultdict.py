from collections import defaultdict

d = defaultdict(list)
d["a"].append(1)
d["a"].append(2)
d["b"]
print(d, dict(d), d.default_factory)
n = defaultdict(int)
for ch in "hello":
    n[ch] += 1
print(n, n.get("zz"), "zz" in n, n["zz"], len(n))
nested = defaultdict(lambda: defaultdict(int))
nested["x"]["y"] += 1
print(nested["x"]["y"])
plain = defaultdict()
try:
    plain["k"]
except KeyError as e:
    print(repr(e))
try:
    defaultdict(5)
except TypeError as e:
    print(e)
print(defaultdict(int, a=1) | {"b": 2}, defaultdict(set, {"a": {1}}).copy(), defaultdict(int) == {})


class Keyed(defaultdict):
    def __missing__(self, key):
        return key * 2


print(Keyed()["ab"])
