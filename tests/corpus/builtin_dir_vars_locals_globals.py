class C:
    z = 1

    def __init__(self):
        self.b, self.a = 1, 2


def f(x):
    y = x + 1
    return sorted(locals()), dir()


print(f(1), vars(C()), [n for n in dir(C()) if not n.startswith("__")], "f" in globals(), globals()["__name__"], sorted(vars(C).keys() & {"z", "__init__"}))
globals()["injected"] = 5
print(injected, "__builtins__" in globals(), locals() is globals())


class D:
    inside = sorted(k for k in locals() if not k.startswith("_"))
    x = 1
    after = sorted(k for k in locals() if not k.startswith("_"))


print(D.inside, D.after)
