s = {3, 1, 2}
s.add(4)
s.discard(9)
s.remove(1)
print(sorted(s), len(s), 3 in s)
a, b = {1, 2, 3}, {2, 3, 4}
print(a | b, a & b, a - b, a ^ b)
print(a.union([9]), a.intersection(b), a.difference([1]), a.symmetric_difference(b))
print(a <= b, {2} < a, a >= {1}, a.isdisjoint({7}), a.issubset(a), a.issuperset([1]))
a |= {10}
a &= {1, 2, 10}
a -= {10}
a ^= {5}
print(a)
a.update([7], (8,))
a.intersection_update({1, 7})
print(a)
f = frozenset([1, 2])
print(f, hash(f) == hash(frozenset([2, 1])), {f: "x"}[frozenset([2, 1])])
print(set(), frozenset(), {1} == frozenset({1}), set("a"))
for text in ("{1}.remove(2)", "set().pop()", "{[]}", "f.add(3)", "{1} | [2]", "set(5)"):
    try:
        eval(text)
    except Exception as e:
        print(text, type(e).__name__, e)
