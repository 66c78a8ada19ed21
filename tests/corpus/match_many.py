def f(x):
    match x:
        case 0: return "zero"
        case -1 | 1.5: return "neg or float"
        case "a" | "b" as s: return f"str {s}"
        case True: return "T"
        case None: return "None"
        case []: return "empty"
        case [1, *rest]: return f"rest {rest}"
        case (a, b) if a == b: return "same"
        case [a, [b, c], *_]: return f"nested {a} {b} {c}"
        case {"k": v, **kw}: return f"map {v} {kw}"
        case {}: return "anymap"
        case int(n): return f"int {n}"
        case str() as s: return f"other str {s}"
        case complex(real=r, imag=i): return f"cplx {r} {i}"
        case 3+4j: return "never"
        case bytes(b) | bytearray(b): return f"bytes {b}"
        case _: return "default"
for x in [0, -1, 1.5, "a", "b", True, False, None, [], [1, 2, 3], (2, 2), [5, [6, 7], 8], {"k": 1, "z": 2}, {}, {"q": 1}, 42, "zzz", 3+4j, b"x", bytearray(b"y"), {1}, 1.25, range(0), range(1, 3), (), "ab", object]:
    print(repr(x), "->", f(x))
class Pt:
    __match_args__ = ("x", "y")
    def __init__(self, x, y): self.x, self.y = x, y
def g(p):
    match p:
        case Pt(0, 0): return "origin"
        case Pt(x=0, y=yy): return f"y axis {yy}"
        case Pt(x, y) if x == y: return "diag"
        case Pt(): return "pt"
        case list([1, x]): return f"list {x}"
        case dict(a) if a: return "dict"
    return None
for p in [Pt(0, 0), Pt(0, 5), Pt(3, 3), Pt(1, 2), [1, 7], {"a": 1}, {}, 5]:
    print(g(p))
def try_(f):
    try: return f()
    except Exception as e: return f"{type(e).__name__}: {e}"
def h1():
    match Pt(1, 2):
        case Pt(1, 2, 3): pass
def h2():
    match 3:
        case int(1, 2): pass
def h3():
    match object():
        case object(1): pass
def h4():
    class Q: __match_args__ = ["x"]
    match Q():
        case Q(1): pass
def h5():
    class Q: __match_args__ = (1,)
    match Q():
        case Q(1): pass
def h6():
    match Pt(1, 2):
        case Pt(1, x=2): pass
def h7():
    q = 5
    match 3:
        case q(): pass
def h8():
    k = 1
    match {1: 2}:
        case {1: a, Pt.z: b}: pass
def h9():
    class K: a = 1; b = 1
    match {1: 2}:
        case {K.a: a, K.b: b}: pass
for h in (h1, h2, h3, h4, h5, h6, h7, h8, h9): print(try_(h))
match = 3; case = 4; type = 5; _ = 6
print(match, case, type, _)
match match:
    case case if case == 3: print("soft", case)
match (1, 2), 3:
    case (a, b), c: print(a, b, c)
match 1,:
    case a,: print(a)
match [1, 2, 3]:
    case [*_, last]: print(last)
match {"a": {"b": [1, {"c": 2}]}}:
    case {"a": {"b": [x, {"c": y}]}}: print(x, y)
