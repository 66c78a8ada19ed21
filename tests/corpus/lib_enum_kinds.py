from enum import Enum, IntEnum, StrEnum, Flag, IntFlag, auto


class Level(IntEnum):
    LOW = 1
    HIGH = 5


class Mode(StrEnum):
    READ = auto()
    WRITE = "w"


class Perm(Flag):
    R = auto()
    W = auto()
    X = auto()
    RW = R | W


class Bits(IntFlag):
    A = 1
    B = 2


print(Level.LOW, repr(Level.LOW), Level.LOW + 1, Level.LOW < Level.HIGH, Level.HIGH == 5, sorted([Level.HIGH, Level.LOW]), f"{Level.LOW:03d}")
print(Mode.READ, repr(Mode.READ), Mode.WRITE + "x", Mode.READ == "read", Mode("w"), f"{Mode.READ:>6}")
p = Perm.R | Perm.W
print(p, repr(p), Perm.R in p, Perm.X in p, p & Perm.R, p ^ Perm.R, ~p, Perm(0), repr(Perm(0)), bool(Perm(0)))
print(list(Perm), list(p), len(p), p is Perm.RW, Perm(7), Perm.R | Perm.X)
print(Bits.A | Bits.B, repr(Bits.A | Bits.B), Bits.A | 4, repr(Bits(9)), Bits.A + 1, ~Bits.A)
for text in ("Perm(8)", "Perm('x')", "Perm.R | 1", "1 in Perm.R"):
    try:
        print(eval(text))
    except Exception as e:
        print(text, "->", type(e).__name__, e)


class Planet(Enum):
    MERCURY = (3.3, 2.4)
    EARTH = (5.9, 6.3)

    def __init__(self, mass, radius):
        self.mass = mass
        self.radius = radius

    @property
    def ratio(self):
        return round(self.mass / self.radius, 2)


print(Planet.EARTH.mass, Planet.EARTH.ratio, Planet.EARTH, repr(Planet.EARTH), Planet((3.3, 2.4)))


class Ordinal(Enum):
    def _generate_next_value_(name, start, count, last_values):
        return name.lower() * (count + 1)

    N = auto()
    E = auto()


print([m.value for m in Ordinal])


class Lenient(Enum):
    A = "a"

    @classmethod
    def _missing_(cls, value):
        return cls.A if value.lower() == "a" else None


print(Lenient("A"))
try:
    Lenient("B")
except ValueError as e:
    print(e)
Animal = Enum("Animal", "CAT DOG")
print(list(Animal), Animal.CAT.value)


class WithNew(bytes, Enum):
    def __new__(cls, value, label):
        obj = bytes.__new__(cls, [value])
        obj._value_ = value
        obj.label = label
        return obj

    X = (1, "ex")


print(WithNew.X, WithNew.X.label, WithNew(1), WithNew.X[0])
