d = {"a": 1, "b": 2}
d["c"] = 3
print(d, len(d), "a" in d, d.get("z"), d.get("z", 0))
print(list(d), list(d.keys()), list(d.values()), list(d.items()))
print(d.pop("a"), d.pop("zz", None), d.popitem())
print(d.setdefault("n", []), d.setdefault("b", 9))
d.update({"b": 20}, k=1)
d.update([("p", 1), ("q", 2)])
print(d)
print(dict(a=1), dict([(1, 2)]), dict({"x": 1}, y=2), dict.fromkeys("ab", 0))
print(d.keys() & {"b", "zz"}, d.items() >= {("p", 1)})
e = d.copy()
e.clear()
print(e, {"x": 1} | {"x": 2, "y": 3}, list(reversed({"a": 1, "b": 2})))
print({1: "a", 1.0: "b", True: "c"})
for text in ("{}['k']", "{}.popitem()", "{[]: 1}", "{}.pop(3)", "dict([1])", "dict(['abc'])", "{1: 2} + {}", "{}.x"):
    try:
        eval(text)
    except Exception as err:
        print(text, type(err).__name__, err)
