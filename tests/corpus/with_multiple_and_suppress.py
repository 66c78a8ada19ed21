class CM:
    def __init__(self, name, swallow=False, fail=None):
        self.name, self.swallow, self.fail = name, swallow, fail

    def __enter__(self):
        print("enter", self.name)
        if self.fail == "enter":
            raise RuntimeError(f"enter {self.name}")
        return self

    def __exit__(self, t, v, tb):
        print("exit", self.name, t and t.__name__)
        if self.fail == "exit":
            raise RuntimeError(f"exit {self.name}")
        return self.swallow


with CM("a"), CM("b", swallow=True), CM("c"):
    raise KeyError
print("after")
try:
    with CM("d"), CM("e", fail="enter"):
        print("never")
except RuntimeError as e:
    print(e)
try:
    with CM("f"), CM("g", fail="exit"):
        raise ValueError("v")
except RuntimeError as e:
    print(e, repr(e.__context__))


def f():
    for i in range(3):
        with CM(str(i)):
            if i == 1:
                return "out"


print(f())
