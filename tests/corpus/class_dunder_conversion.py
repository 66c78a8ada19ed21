class N:
    def __int__(self):
        return 7

    def __float__(self):
        return 7.5

    def __complex__(self):
        return 7j

    def __index__(self):
        return 3

    def __bool__(self):
        return False

    def __str__(self):
        return "str"

    def __repr__(self):
        return "repr"

    def __bytes__(self):
        return b"bytes"

    def __format__(self, spec):
        return f"<{spec}>"

    def __hash__(self):
        return 42

    def __round__(self, n=None):
        return ("round", n)

    def __trunc__(self):
        return 1

    def __len__(self):
        return 5


n = N()
print(int(n), float(n), complex(n), [10, 20, 30, 40][n], bool(n), str(n), repr(n), bytes(n), f"{n:abc}", f"{n!r:>6}", hash(n), round(n), round(n, 2), len(n), [n], hex(n), "abc" * n)


class Bad:
    def __str__(self):
        return 5

    def __len__(self):
        return -1

    def __bool__(self):
        return "yes"

    def __hash__(self):
        return "h"

    def __index__(self):
        return 1.5

    def __iter__(self):
        return 5


for f in (str, len, bool, hash, hex, iter, int, float):
    try:
        f(Bad())
    except (TypeError, ValueError) as e:
        print(f.__name__, "->", e)
