def f(a, b=1, *, c):
    pass


class C:
    def m(self, x):
        pass

    @staticmethod
    def s():
        pass

    @classmethod
    def k(cls, a):
        pass


for text in ("f()", "f(1)", "f(1, 2, 3, c=1)", "f(1, c=1, d=2)", "f(1, a=2, c=1)", "C().m()", "C().m(1, 2)", "C.m()", "C.s(1)", "C.k()", "C(1)", "len()", "len(1, 2)", "len(x=1)", "print(foo=1)", "int(1, 2, 3)", "int(x=1)", "abs()", "sorted()", "max()", "max(1)", "min([])", "isinstance(1)", "open()", "input(1, 2)", "[].append()", "[].append(1, 2)", "''.join()", "{}.get()", "ord()", "chr('a')", "sum(1)", "sum(['a', 'b'])", "sum([[1]], 'x')", "range()", "enumerate()", "enumerate(5)", "zip(1)", "map(len)", "filter(None)", "list(1)", "tuple(1, 2)", "dict(1)", "set(1)", "str(1, 2, 3, 4)", "round('a')", "pow(2)", "divmod(1)", "hash([])", "iter(1)", "next(1)", "next(iter([]))", "getattr(1)", "getattr(1, 2)", "setattr(1, 'a', 2)", "callable()", "id()", "type(1)(2, 3)", "bool(1, 2)", "float('a', 'b')", "complex('a')", "bytes('a')", "reversed(5)", "reversed({1})", "super(1, 2)", "property(1, 2, 3, 4, 5)", "vars(5)", "dir(1, 2)", "eval(5)", "exec(5)", "compile('x')", "__import__('nope_module')", "format(1, 2)", "ascii()", "bin('a')", "hex(1.5)", "oct([])", "all(5)", "any(None)", "slice()", "object(1)", "issubclass(1, int)"):
    try:
        print(text, "=", eval(text))
    except Exception as e:
        print(text, "->", type(e).__name__ + ":", e)
