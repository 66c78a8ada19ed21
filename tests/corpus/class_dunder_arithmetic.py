class M:
    def __init__(self, v):
        self.v = v

    def __repr__(self):
        return f"M({self.v})"

    def __add__(self, o):
        return M(self.v + (o.v if isinstance(o, M) else o))

    def __radd__(self, o):
        return M(o + self.v)

    def __sub__(self, o):
        return NotImplemented

    def __mul__(self, o):
        return M(self.v * o)

    def __rmul__(self, o):
        return f"rmul {o}"

    def __iadd__(self, o):
        self.v += 100
        return self

    def __neg__(self):
        return M(-self.v)

    def __pos__(self):
        return "pos"

    def __invert__(self):
        return "inv"

    def __abs__(self):
        return abs(self.v)

    def __pow__(self, o, mod=None):
        return ("pow", o, mod)

    def __matmul__(self, o):
        return "matmul"

    def __divmod__(self, o):
        return "divmod"

    def __floordiv__(self, o):
        return "floordiv"

    def __lshift__(self, o):
        return "lshift"

    def __and__(self, o):
        return "and"


m = M(2)
print(m + 1, 1 + m, m + m, m * 3, 3 * m, -m, +m, ~m, abs(M(-5)), m ** 2, pow(m, 2, 3), m @ m, divmod(m, 1), m // 2, m << 1, m & 1)
m += 1
print(m, sum([M(1), M(2)]))
for text in ("m - 1", "1 - m", "m | 1", "m / 2", "m << 'a'", "2 & m", "m > 1"):
    try:
        print(eval(text))
    except TypeError as e:
        print(text, "->", e)
