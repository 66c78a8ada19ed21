def describe(x):
    match x:
        case 0:
            return "zero"
        case 1 | 2 | 3:
            return "small"
        case int(n) if n > 100:
            return f"big {n}"
        case str() as s:
            return f"text {s!r}"
        case [a, b]:
            return f"pair {a} {b}"
        case [first, *rest]:
            return f"list {first} {rest}"
        case {"kind": kind, **others}:
            return f"mapping {kind} {others}"
        case None | True | False:
            return "singleton"
        case _:
            return "other"


for v in (0, 2, 500, 50, "hi", [1, 2], (1, 2, 3), [], {"kind": "k", "z": 1}, {"z": 1}, None, True, 2.0, b"ab"):
    print(repr(v), "->", describe(v))
