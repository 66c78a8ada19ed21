print(type(5), type("s"), type(None), type(type), type(print), type(lambda: 0), type(...), type(NotImplemented))
C = type("C", (object,), {"x": 1, "f": lambda self: self.x})
print(C, C().f(), C.__name__, C.__bases__, C.__module__)
print(isinstance(True, int), isinstance(5, (str, int)), issubclass(bool, (str, int)), type(5) is int, isinstance(5, int | str))
for text in ("type()", "type(1, 2)", "type('A', (5,), {})", "type('A', (bool,), {})", "type(5, (), {})", "isinstance(5, 5)", "issubclass(5, int)", "type('A', (int, str), {})"):
    try:
        eval(text)
    except TypeError as e:
        print(text, "->", e)
