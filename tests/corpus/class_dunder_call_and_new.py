class Adder:
    def __init__(self, n):
        self.n = n

    def __call__(self, *args, **kw):
        return self.n + sum(args), kw


add = Adder(10)
print(add(1, 2), add(x=1), callable(add), callable(5))


class Single:
    _it = None

    def __new__(cls, *args):
        print("new", args)
        if cls._it is None:
            cls._it = super().__new__(cls)
        return cls._it

    def __init__(self, *args):
        print("init", args)


print(Single(1) is Single(2))


class Other:
    def __new__(cls):
        return 5

    def __init__(self):
        print("never")


print(Other())


class UpperStr(str):
    def __new__(cls, s):
        return super().__new__(cls, s.upper())


u = UpperStr("abc")
print(u, type(u).__name__, u + "x", isinstance(u, str), u.lower())
five, text = 5, "a"
for text in ("object(1)", "Adder()", "Adder(1, 2)", "object.__new__(5)", "five()", "text()", "int.__new__(str)"):
    try:
        eval(text)
    except TypeError as e:
        print(text, "->", e)
