from dataclasses import dataclass, field, asdict


@dataclass
class Tree:
    value: int
    left: Tree | None = None
    right: Tree | None = None
    tags: dict[str, list[int]] = field(default_factory=dict)

    def total(self):
        return self.value + sum(t.total() for t in (self.left, self.right) if t)


t = Tree(1, Tree(2), Tree(3, Tree(4)))
print(t.total(), asdict(t.right))
