from collections import namedtuple
from enum import Enum


class Color(Enum):
    RED = 1


class Point:
    __match_args__ = ("x", "y")

    def __init__(self, x, y):
        self.x, self.y = x, y


def m(v):
    match v:
        case Point(0, 0):
            return "origin"
        case Point(x, 0) if x > 10:
            return f"far x {x}"
        case Point(x=px, y=py):
            return f"point {px} {py}"
        case Color.RED:
            return "red"
        case {"action": "go", "dir": ("n" | "s") as d}:
            return f"go {d}"
        case {"x": int() | float() as n, **rest} if rest:
            return f"x={n} rest={rest}"
        case {}:
            return "some mapping"
        case [1, [2, *inner], 3]:
            return f"nested {inner}"
        case [_, _]:
            return "two things"
        case (str() as a, *_, str() as b):
            return f"from {a} to {b}"
        case []:
            return "empty"
        case -1 | 1.5 | 2 + 3j:
            return "number literal"
        case "text" | b"bytes":
            return "string literal"
        case bool(b):
            return f"bool {b}"
        case int(i) | float(i):
            return f"num {i}"
        case str(s):
            return f"str {s}"
        case None:
            return "none"
        case other:
            return f"other {type(other).__name__}"


for v in (Point(0, 0), Point(11, 0), Point(1, 2), Color.RED, {"action": "go", "dir": "n"}, {"x": 1, "z": 2}, {"x": 1}, {}, [1, [2, 9, 8], 3], [5, 6], ["a", 1, 2, "b"], [], (1,), -1, 1.5, 2 + 3j, "text", b"bytes", True, 7, "s", None, {1}, range(2), bytearray(b"x")):
    print(m(v))
P = namedtuple("P", "a b")
match P(1, 2):
    case P(a, b=2):
        print("namedtuple", a)
match 5:
    case x if x > 9:
        print("never")
print(x)
try:
    match Point(1, 2):
        case Point(1, 2, 3):
            pass
except TypeError as e:
    print(e)
try:
    match Point(1, 2):
        case Point(1, x=1):
            pass
except TypeError as e:
    print(e)
match [1, 2, 3]:
    case [first, *_] | first:
        print(first)
