from collections import OrderedDict

d = OrderedDict([("a", 1), ("b", 2), ("c", 3)])
print(d, list(d), list(reversed(d)))
d.move_to_end("a")
print(d)
d.move_to_end("c", last=False)
print(d, d.popitem(), d.popitem(last=False), d)
print(OrderedDict(a=1, b=2) == OrderedDict(b=2, a=1), OrderedDict(a=1, b=2) == {"b": 2, "a": 1})
print(OrderedDict(), OrderedDict.fromkeys("xy", 0), OrderedDict(a=1) | {"b": 2}, {"z": 1} | OrderedDict(a=1))
e = d.copy()
e["n"] = 1
print(type(e).__name__, len(e), len(d), e.pop("n"), e.setdefault("q", 4), e)
for text in ("d.move_to_end('zz')", "OrderedDict().popitem()", "d['zz']", "d.pop('zz')"):
    try:
        eval(text)
    except KeyError as err:
        print(text, "->", repr(err))
d["self"] = d
print(d)
