from enum import Enum, auto, unique


class Color(Enum):
    """Some colours."""

    RED = 1
    GREEN = 2
    BLUE = 3
    CRIMSON = 1

    def describe(self):
        return f"{self.name.lower()} is {self.value}"

    @classmethod
    def favourite(cls):
        return cls.BLUE


print(Color.RED, repr(Color.RED), Color.RED.name, Color.RED.value)
print(Color(2), Color["BLUE"], Color.CRIMSON, Color.CRIMSON is Color.RED, Color.favourite().describe())
print(list(Color), len(Color), Color.RED in Color, 3 in Color, 9 in Color, Color.__members__)
print(Color.RED == 1, Color.RED == Color.RED, Color.RED is Color(1), {Color.RED: "r"}[Color.CRIMSON])
print(f"{Color.GREEN} {Color.GREEN!r:>20} {Color.GREEN:>14}", list(reversed(Color))[0], bool(Color.RED), Color.__doc__)


class Auto(Enum):
    A = auto()
    B = auto()
    C = 10
    D = auto()


print([(m.name, m.value) for m in Auto], isinstance(Auto.A, Auto), type(Auto).__name__)
for text in ("Color(9)", "Color['X']", "Color.X", "Color.RED < Color.BLUE", "Color()"):
    try:
        eval(text)
    except Exception as e:
        print(text, "->", type(e).__name__, e)
for statement in ("Color.RED = 5", "del Color.RED", "Color.RED.value = 3", "class Sub(Color): pass"):
    try:
        exec(statement)
    except Exception as e:
        print(statement, "->", type(e).__name__, e)
try:
    @unique
    class Dup(Enum):
        A = 1
        B = 1
except ValueError as e:
    print(e)
match Color.RED:
    case Color.BLUE:
        print("blue")
    case Color.RED:
        print("red")
