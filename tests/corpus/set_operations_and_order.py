s = {1, 2, 3}
print(s, len(s), {3, 1, 2} == s, set(), {1} | {2}, s & {2, 9}, s - {1}, s ^ {3, 4}, s < {1, 2, 3, 4}, s <= s, s > {1}, s.issubset([1, 2, 3, 4]), s.issuperset([1]), s.isdisjoint([7]))
s |= {10}
s -= {1}
s ^= {2, 20}
s &= {3, 10, 20}
print(sorted(s), s.pop() in (3, 10, 20), len(s))
f = frozenset([3, 1])
print(sorted(f), f | {2} == {1, 2, 3}, type(f | {2}).__name__, type({2} | f).__name__, f == {1, 3}, hash(f) == hash(frozenset({1, 3})), {f: 1}[frozenset([1, 3])], f.union([5]) == {1, 3, 5}, f.copy() is f)
print({1, True, 1.0}, len({0, False, 0.0, ""}), {(1, 2), (1, 2)}, set("hello") == set("ohell"), sorted({x % 3 for x in range(10)}), {None, None}, set([1, 1, 2]), set(range(3)) | set(range(2, 5)))
t = set()
t.add(1)
t.add(1)
t.update([2], {3}, "a")
t.discard(99)
print(len(t), sorted(map(str, t)), t.difference([1], [2]) == {3, "a"}, t.intersection([1, 3], [3]), t.symmetric_difference([1, 50]) == {2, 3, "a", 50})
print({1, 2} == frozenset({1, 2}), {1} in [{1}], set() == frozenset(), not set(), {1, 2, 3}.isdisjoint({4}))
for text in ("{[1]}", "{1} + {2}", "{1} | [2]", "{1} < [2]", "set().pop()", "{1}.remove(5)", "f.add(1)", "hash({1})", "set(5)", "{{1}}", "{1} & 5", "set([[1]])", "{1}.union(5)"):
    try:
        print(text, eval(text))
    except Exception as e:
        print(text, "->", type(e).__name__, e)
print({1}.__contains__({1}) if False else {frozenset([1])} == {frozenset([1])}, {1} in {frozenset([1])})
