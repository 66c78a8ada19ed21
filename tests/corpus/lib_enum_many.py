def print(*values, show=print):
    show(*[str(v).split(" at 0x")[0] for v in values])


from enum import *
class Color(Enum):
    RED = 1
    GREEN = 2
    CRIMSON = 1
    @property
    def hexa(self): return hex(self.value)
print(Color.RED, repr(Color.RED), Color(1), Color["GREEN"], list(Color), Color.CRIMSON, Color.__members__, len(Color), Color.RED.hexa)
print(Color.RED in Color, 1 in Color, 5 in Color, Color.RED == 1, Color.RED is Color(1), Color.RED.name, Color.RED.value, hash(Color.RED) == hash("RED"))
print(repr(Color), str(Color), Color.__name__, dir(Color)[:8], f"{Color.RED}", f"{Color.RED:>15}", "%s" % Color.RED)
for f in [lambda: Color(9), lambda: Color["X"], lambda: Color.X, lambda: Color.RED < Color.GREEN, lambda: Color(), lambda: Color(1, 2), lambda: setattr(Color, "RED", 5), lambda: delattr(Color, "RED"), lambda: setattr(Color.RED, "value", 5), lambda: Color.RED.RED, lambda: Color.RED(), lambda: Color[1], lambda: iter(Color.RED), lambda: int(Color.RED), lambda: Color("RED"), lambda: Color.RED + 1]:
    try: print(repr(f()))
    except Exception as e: print(type(e).__name__, e)
class N(IntEnum):
    A = 1
    B = auto()
    C = auto()
print(N.A, repr(N.A), N.A + 1, N.B > 1, N(2), f"{N.A}", f"{N.A:03}", N.C, [*N], N.A == 1, max(N), N.B / 2, sum(N), str(N.A), format(N.A))
class S(StrEnum):
    X = auto()
    Y = "why"
print(S.X, repr(S.X), S.Y.upper(), S.X == "x", f"{S.Y:>5}", "a" + S.X)
class F(Flag):
    R = auto(); W = auto(); X = auto()
    RW = R | W
print(F.R, F.R | F.X, repr(F.R | F.X), F.RW, F(0), repr(F(0)), F(7), ~F.R, F.R in F.RW, list(F.RW), bool(F(0)), F.R ^ F.RW, F.R & F.W, len(F.RW), F.R.value, list(F))
for f in [lambda: F(8), lambda: F(-1), lambda: F("a"), lambda: F.R | 1, lambda: F.R + F.W, lambda: N(9), lambda: S("q"), lambda: F.R < F.W]:
    try: print(repr(f()))
    except Exception as e: print(type(e).__name__, e)
class I(IntFlag):
    A = 1; B = 2; C = 4
print(I.A | I.B, repr(I.A | 8), I(15), ~I.A, I.A | 1, I.A + 1, repr(I(0)), repr(~I.A), I.A & 3, f"{I.A|I.B}")
class Strict(Flag, boundary=STRICT): A = 1
class Conform(Flag, boundary=CONFORM): A = 1
class Eject(Flag, boundary=EJECT): A = 1
class Keep(Flag, boundary=KEEP): A = 1
for c in (Strict, Conform, Eject, Keep):
    try: print(repr(c(5)))
    except Exception as e: print(type(e).__name__, e)
try:
    class Bad(Enum):
        A = 1
        A = 2
except Exception as e: print(type(e).__name__, e)
try:
    class Bad(StrEnum):
        A = 1
except Exception as e: print(type(e).__name__, e)
try:
    class Bad(IntEnum):
        A = "x"
except Exception as e: print(type(e).__name__, e)
try:
    class Bad(Color): pass
except Exception as e: print(type(e).__name__, e)
try:
    @unique
    class Bad(Enum):
        A = 1; B = 1; C = 1; D = 2; E = 2
except Exception as e: print(type(e).__name__, e)
class P(Enum):
    EARTH = (5.97e24, 6.37e6)
    def __init__(self, mass, radius): self.mass = mass; self.radius = radius
print(P.EARTH.mass, P.EARTH, repr(P.EARTH), P((5.97e24, 6.37e6)))
class M(Enum):
    A = 1
    @classmethod
    def _missing_(cls, v): return cls.A if v == "dflt" else None
print(M("dflt"))
try: M("q")
except Exception as e: print(type(e).__name__, e)
A2 = Enum("A2", "X Y Z"); print(list(A2), A2.X, A2.__module__)
A3 = Enum("A3", {"q": 5, "r": 6}); print(list(A3))
A4 = IntEnum("A4", ["a", "b"], start=10); print(list(A4))
class Auto(Enum):
    def _generate_next_value_(name, start, count, last): return name.lower() + str(count) + str(last)
    A = auto(); B = auto()
print([x.value for x in Auto])
class Nm(Enum):
    A = nonmember(3); B = member(lambda: 1); C = 5
    def meth(self): return 1
    _ignore_ = ["tmp"]
print(list(Nm), Nm.A)
class G(Enum):
    X = 1
    def __str__(self): return "gee"
    def __format__(self, s): return "fmt"
print(G.X, f"{G.X}", repr(G.X))
print(Color.RED.__class__, type(Color), Color.__class__, EnumType is EnumMeta, Color.RED.__objclass__ if hasattr(Color.RED, "__objclass__") else "no")
@verify(CONTINUOUS)
class V(Enum):
    A = 1; B = 2
try:
    @verify(CONTINUOUS, UNIQUE)
    class V(Enum):
        A = 1; B = 3
except Exception as e: print(type(e).__name__, e)
import copy
print(copy.copy(Color.RED) is Color.RED, copy.deepcopy(Color.RED) is Color.RED)
class Tup(tuple, Enum): A = (1, 2)
print(Tup.A, repr(Tup.A), Tup.A[0])
class Ov(str, Enum): A = "a"
print(Ov.A, f"{Ov.A}", Ov.A == "a", repr(Ov.A), str(Ov.A), Ov.A.upper())
