d = {"b": 1, "a": 2}
d["c"] = 3
del d["b"]
d["b"] = 4
print(d, list(d), list(reversed(d)), next(iter(d)))
k, v, i = d.keys(), d.values(), d.items()
d["z"] = 0
print(k, v, i, len(k), "z" in k, 0 in v, ("z", 0) in i, ("z", 1) in i)
print(k & {"a", "q"}, k | {"q"} == {"a", "b", "c", "z", "q"}, k - {"a"} == {"b", "c", "z"}, k ^ {"a"} == {"b", "c", "z"}, k == {"a", "b", "c", "z"}, k.isdisjoint({"x"}), {"a": 2}.items() <= i, list(reversed(i))[0], k.mapping["a"])
d.update(a=20)
print(d, d.pop("a"), d, {**d, "new": 1}, d | {"b": 0}, {"b": 0} | d)
print({k: v for k, v in sorted(d.items(), key=lambda kv: kv[1])}, dict(zip("xy", [1, 2])), dict.fromkeys([1, 2]), dict([("k", 1)], j=2), {1: {2: {3: 4}}}[1][2][3])
print(min(d), max(d, key=d.get), sum(d.values()), sorted(d.items(), reverse=True), any(d.values()), all(d), [*d], {*d} == set(d), (lambda **kw: kw)(**d))
print(d == {"z": 0, "c": 3, "b": 4}, {1: 1} == {1.0: True}, {} == {}, {1: 2} != {1: 3}, bool({}), {"a": 1}.__contains__("a"))
e = {}
for ch in "mississippi":
    e[ch] = e.get(ch, 0) + 1
print(e, {v: k for k, v in e.items()})
for text in ("d['nope']", "{[1]: 2}", "{{}: 1}", "d.keys()[0]", "dict(5)", "dict([(1, 2, 3)])", "{1: 2} < {1: 3}", "d.popitem() and {}.popitem()", "d.update(5)", "{}.fromkeys(5)", "d | [1]", "{None: {}}[None][1]"):
    try:
        print(text, eval(text))
    except Exception as e:
        print(text, "->", type(e).__name__, e)
