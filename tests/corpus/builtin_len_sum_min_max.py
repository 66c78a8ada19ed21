print(len("é😀"), len([]), len({1: 2}), len(range(5)), len(b"ab"), sum([1, 2, 3]), sum([0.1] * 3), sum([[1], [2]], []), sum((1, 2), 10), sum(x for x in range(4)), sum([True, True]), sum([], start=5), sum([1, 2.5]), sum([1j, 2]))
print(min(3, 1, 2), max([3, 1, 2]), min("hello"), max("a", "b", key=ord), min([], default="none"), max(["aa", "b"], key=len), min({3: "a", 1: "b"}), max([1, 1.0]), max((2, "b"), (2, "a")), min(5, 5.0), max([[1, 2], [1, 3]]), max(1, 2, default=None) if False else "ok")
print(sum([1e100, 1.0, -1e100]), sum([0.1, 0.2, 0.3]), sum([10 ** 20, 1]), sum([1e16, 1.0, 1.0]))
for text in ("max()", "max([])", "max(5)", "min(1, 'a')", "sum(['a'])", "sum('abc')", "len(5)", "max(1, 2, default=3)", "sum([1], 'a')", "sum([b'a'], b'')", "min(key=len)"):
    try:
        print(eval(text))
    except Exception as e:
        print(text, "->", type(e).__name__, e)
