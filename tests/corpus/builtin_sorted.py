print(sorted([3, 1, 2]), sorted("bca", reverse=True), sorted({"b": 1, "a": 2}), sorted(["B", "a", "C"], key=str.lower), sorted([(1, "z"), (1, "a")]), sorted([1, -2, 3], key=abs, reverse=True), sorted([]), sorted(range(5), key=lambda x: -x), sorted((x for x in [2, 1])))
print(sorted(["10", "9", "1"], key=int), sorted([0.5, True, 0]), sorted([[2], [1, 5], []]), sorted(["é", "z", "a"]))
for f in (lambda: sorted([1, "a"]), lambda: sorted(5), lambda: sorted([1], reverse="x" if False else 1, key=5), lambda: sorted([1], lambda x: x), lambda: sorted([{}, {}])):
    try:
        print(f())
    except TypeError as e:
        print(e)
