class Meta(type):
    def __new__(mcls, name, bases, ns, **kw):
        print("new", name, sorted(k for k in ns if not k.startswith("__")), kw)
        ns["added"] = 1
        return super().__new__(mcls, name, bases, ns)

    def __init__(cls, name, bases, ns, **kw):
        print("init", name)
        super().__init__(name, bases, ns)

    def __call__(cls, *args):
        print("call", args)
        return super().__call__(*args)

    def __getitem__(cls, item):
        return f"{cls.__name__}[{item}]"

    def __repr__(cls):
        return f"<Meta {cls.__name__}>"

    def __len__(cls):
        return 3

    @property
    def meta_prop(cls):
        return "on class"

    @classmethod
    def __prepare__(mcls, name, bases, **kw):
        print("prepare", name)
        return {"prepared": True}


class A(metaclass=Meta, option=5):
    x = 1

    def __init__(self, v):
        self.v = v


a = A(9)
print(A, A["k"], len(A), A.added, A.prepared, a.v, A.meta_prop, type(A).__name__)
try:
    a.meta_prop
except AttributeError as e:
    print(e)


class B(A):
    pass


print(isinstance(B, Meta), B.__mro__)
Made = Meta("Made", (), {"y": 2})
print(Made.y, type("Dyn", (int,), {"double": lambda self: self * 2})(4).double())
try:
    class C(A, metaclass=type("Other", (type,), {})):
        pass
except TypeError as e:
    print(e)
