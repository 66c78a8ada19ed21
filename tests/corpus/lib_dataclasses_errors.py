from dataclasses import dataclass, field, make_dataclass, fields

SOURCES = ["""
@dataclass
class A:
    x: list = []
""", """
@dataclass
class A:
    x: int = 1
    y: int
""", """
@dataclass
class A:
    x = field(default=1)
""", """
@dataclass(order=True, eq=False)
class A:
    x: int
""", """
@dataclass(order=True)
class A:
    x: int
    def __lt__(self, other): return True
""", """
@dataclass
class A:
    x: int
@dataclass(frozen=True)
class B(A):
    y: int
""", """
@dataclass
class A:
    x: int = field(default=1, default_factory=int)
""", """
@dataclass(slots=True)
class A:
    __slots__ = ("x",)
    x: int
""", """
@dataclass(frozen=True)
class A:
    x: int
    def __setattr__(self, n, v): pass
"""]
for source in SOURCES:
    try:
        exec(source)
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)
C = make_dataclass("C", [("x", int), "y", ("z", int, field(default=5))], namespace={"add": lambda self: self.x + self.z})
print(C(1, 2), C(1, 2).add(), C.__name__, [f.default for f in fields(C)][2])
for bad in (["1x"], ["for"], ["a", "a"]):
    try:
        make_dataclass("D", bad)
    except TypeError as e:
        print(e)


@dataclass
class Node:
    value: int
    next: "Node | None" = None


n = Node(1, Node(2))
n.next.next = n
print(n)
@dataclass(frozen=True, slots=True)
class FrozenSlots:
    x: int
    def name(self): return super().__repr__()[:1]
thing = FrozenSlots(1)
for change in (lambda: setattr(thing, "x", 2), lambda: setattr(thing, "other", 2), lambda: delattr(thing, "x"), thing.name):
    try: print(change())
    except Exception as e: print(type(e).__name__, e)
