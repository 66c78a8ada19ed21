class Matrix:
    def __init__(self, rows):
        self.rows = [list(r) for r in rows]

    def __getitem__(self, key):
        if isinstance(key, tuple):
            r, c = key
            return self.rows[r][c]
        return self.rows[key]

    def __setitem__(self, key, value):
        r, c = key
        self.rows[r][c] = value

    def __matmul__(self, other):
        return Matrix([[sum(a * b for a, b in zip(row, col)) for col in zip(*other.rows)] for row in self.rows])

    def __eq__(self, other):
        return self.rows == other.rows

    def __iter__(self):
        return iter(self.rows)

    def __repr__(self):
        return "\n".join(" ".join(f"{v:3}" for v in r) for r in self.rows)


m = Matrix([[1, 2], [3, 4]])
print(m @ m)
print(m[0, 1], m[1], m[:1])
m[0, 0] = 10
print(m, m == Matrix([[10, 2], [3, 4]]), [sum(r) for r in m])
