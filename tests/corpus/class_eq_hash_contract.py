class P:
    def __init__(self, x, y):
        self.x, self.y = x, y

    def __eq__(self, o):
        return isinstance(o, P) and (self.x, self.y) == (o.x, o.y)

    def __hash__(self):
        return hash((self.x, self.y))

    def __repr__(self):
        return f"P({self.x},{self.y})"


print(P(1, 2) == P(1, 2), P(1, 2) in {P(1, 2)}, {P(1, 2): "v"}[P(1, 2)], len({P(1, 1), P(1, 1), P(2, 1)}))


class Same:
    def __init__(self, n):
        self.n = n

    def __hash__(self):
        return 1

    def __eq__(self, o):
        return self.n == o.n


d = {Same(i): i for i in range(20)}
print(len(d), d[Same(7)], Same(21) in d, sum(d.values()))
del d[Same(3)]
print(len(d), Same(3) in d, d.setdefault(Same(5), "no"), d.pop(Same(19)))


class NoEq:
    pass


n = NoEq()
print(n == n, n == NoEq(), n in [n], n != n)
