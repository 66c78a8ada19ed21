print(list(enumerate("ab")), list(enumerate(["x"], start=5)), list(enumerate([], 3)), list(zip([1, 2], "ab")), list(zip([1, 2, 3], "a")), list(zip()), list(zip([1])), list(zip("ab", [1, 2], strict=True)), dict(zip("ab", range(2))), list(zip(*[(1, "a"), (2, "b")])))
e = enumerate("xy")
print(next(e), next(e), next(e, "end"), type(e).__name__, iter(e) is e)
for bad in (lambda: list(zip([1], [1, 2], strict=True)), lambda: list(zip([1, 2], [1], strict=True)), lambda: list(zip([1], [1], [], strict=True)), lambda: zip(5), lambda: enumerate([1], "a")):
    try:
        bad()
    except (ValueError, TypeError) as err:
        print(type(err).__name__, err)
it = iter(range(3))
print(list(zip(it, it)), list(it))
for start in (-2, -1, True, 2**31, 2**47 - 1, 2**63, 10**20, -(10**20)):
    numbered = enumerate("ab", start)
    print(next(numbered), list(numbered), [pair for pair in enumerate("ab", start=start)])
