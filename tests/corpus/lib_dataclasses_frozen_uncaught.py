from dataclasses import dataclass


@dataclass(frozen=True)
class P:
    x: int
    y: int


p = P(1, 2)
print(p)
p.x = 5
