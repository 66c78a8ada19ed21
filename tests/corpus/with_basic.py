class Managed:
    def __init__(self, name, swallow=False):
        self.name, self.swallow = name, swallow

    def __enter__(self):
        print("enter", self.name)
        return self.name.upper()

    def __exit__(self, kind, value, tb):
        print("exit", self.name, kind.__name__ if kind else None, value)
        return self.swallow


with Managed("a") as a:
    print("body", a)
with Managed("b", swallow=True):
    raise ValueError("swallowed")
try:
    with Managed("c") as c, Managed("d") as d:
        print(c, d)
        raise KeyError("k")
except KeyError as e:
    print("escaped", e)


def f():
    with Managed("e"):
        return "returned"


print(f())
with (Managed("g") as g, Managed("h"),):
    pass
for i in range(2):
    with Managed(str(i)):
        continue
