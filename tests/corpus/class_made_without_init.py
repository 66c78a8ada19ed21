# Objects of built-in classes that their __init__ has not seen, and attributes that are deleted or odd.
s = super.__new__(super)
print(s, s.__thisclass__, s.__self__, s.__self_class__)
for cls in (staticmethod, classmethod):
    m = cls.__new__(cls)
    print(m.__func__, m.__wrapped__, m.__isabstractmethod__)
    m = cls(len)
    m.__doc__ = "mine"
    print(m.__doc__, m.__name__)
    del m.__doc__


class A:
    p = property(lambda self: 1)


vars(A)["p"].__name__ = "other"
try:
    A().p = 3
except AttributeError as e:
    print(e)
globals()[3] = "a number for a name"
print(len([k for k in globals() if not isinstance(k, str)]))
