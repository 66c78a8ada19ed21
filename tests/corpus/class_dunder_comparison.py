class V:
    def __init__(self, n):
        self.n = n

    def __eq__(self, o):
        print("eq", self.n)
        return self.n == o.n if isinstance(o, V) else NotImplemented

    def __lt__(self, o):
        print("lt", self.n)
        return self.n < o.n

    def __repr__(self):
        return f"V{self.n}"


print(V(1) == V(1), V(1) != V(2), V(1) < V(2), V(1) > V(2), V(1) == 5, V(1) != 5)
print(sorted([V(3), V(1), V(2)]), min(V(2), V(1)), [V(1)] == [V(1)], V(1) in [V(0), V(1)])
try:
    V(1) <= V(2)
except TypeError as e:
    print(e)
try:
    hash(V(1))
except TypeError as e:
    print(e)
