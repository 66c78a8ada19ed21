from dataclasses import dataclass, field, FrozenInstanceError, KW_ONLY, InitVar, replace
from typing import ClassVar


@dataclass(frozen=True, order=True)
class Version:
    major: int
    minor: int = 0


v = Version(1, 2)
print(sorted([Version(2), v, Version(1)]), v < Version(1, 3), hash(v) == hash(Version(1, 2)), {v: 1}[Version(1, 2)])
for action in (lambda: setattr(v, "major", 3), lambda: delattr(v, "minor"), lambda: setattr(v, "new", 1)):
    try:
        action()
    except FrozenInstanceError as e:
        print(type(e).__name__, e)
try:
    v < 5
except TypeError as e:
    print(e)


@dataclass(slots=True)
class Slim:
    a: int
    b: int = 2

    def parent(self):
        return super().__repr__ is not None


s = Slim(1)
print(s, Slim.__slots__, hasattr(s, "__dict__"), s.parent())
try:
    s.c = 1
except AttributeError as e:
    print(e)


@dataclass
class Conf:
    name: str
    _: KW_ONLY
    debug: bool = False
    level: int = 1
    shared: ClassVar[int] = 99


print(Conf("x", debug=True), Conf.shared)
try:
    Conf("x", True)
except TypeError as e:
    print(e)


@dataclass
class Scaled:
    value: int
    factor: InitVar[int] = 2

    def __post_init__(self, factor):
        self.value *= factor


print(Scaled(3), Scaled(3, 10), Scaled(3).factor)


@dataclass
class Base:
    a: int = 1


@dataclass
class Child(Base):
    b: int = 2
    a: int = 7


print(Child(), Child(b=5), Child.__init__.__qualname__)


@dataclass(eq=False)
class Identity:
    x: int


print(Identity(1) == Identity(1), isinstance(hash(Identity(1)), int))


@dataclass(repr=False, kw_only=True, unsafe_hash=True)
class Odd:
    x: int = 1

    def __repr__(self):
        return "odd"


print(Odd(x=3), hash(Odd(x=3)) == hash(Odd(x=3)))
