for v in (0, 1, -1, 0.0, 1.5, "", "a", [], [0], (), (1,), {}, {1: 1}, set(), {1}, None, True, False, b"", b"x", range(0), range(1), ..., int, 1j):
    print(repr(v), str(v), bool(v))
print(str(), repr(""), bytes(str(5), "ascii"), list("ab"), tuple([1]), dict([("a", 1)]), set("a"), int("5"), float("1.5"), complex("1j"))
