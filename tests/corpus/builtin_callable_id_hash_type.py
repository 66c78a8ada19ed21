class C:
    def __call__(self):
        pass


print(callable(len), callable(C), callable(C()), callable(5), callable(lambda: 0), callable(C().__call__))
a = []
b = a
print(id(a) == id(b), id(a) == id([]) if False else True, hash("x") == hash("x"), hash(1) == hash(1.0) == hash(True), hash((1, "a")) == hash((1, "a")), hash(None) == hash(None), type(a) is list, type(a)((1, 2)))
