from dataclasses import dataclass, field, fields, asdict, astuple, replace, is_dataclass


@dataclass
class Point:
    x: int
    y: int = 0


p = Point(1)
print(p, p == Point(1, 0), p == (1, 0), Point(x=2, y=3), p != Point(2))
p.x = 10
print(p, asdict(p), astuple(p), replace(p, y=5), Point.__doc__, Point.__match_args__)
print([f.name for f in fields(p)], is_dataclass(p), is_dataclass(Point), is_dataclass(int))


@dataclass
class Team:
    name: str
    members: list = field(default_factory=list)
    secret: str = field(default="s", repr=False)
    rank: int = field(default=0, compare=False)
    derived: str = field(init=False)

    def __post_init__(self):
        self.derived = self.name.upper()


t = Team("a")
t.members.append(Point(1, 2))
print(t, Team("a").members, asdict(t), t == Team("a", [Point(1, 2)], rank=9))
try:
    hash(p)
except TypeError as e:
    print(e)
for text in ("Point()", "Point(1, 2, 3)", "Point(1, z=3)", "replace(t, derived='q')", "asdict(5)", "fields(5)", "p < p"):
    try:
        eval(text)
    except TypeError as e:
        print(text, "->", e)
match Point(3, 4):
    case Point(a, b):
        print(a, b)
