class Plugin:
    registry = {}

    def __init_subclass__(cls, /, name=None, **kw):
        super().__init_subclass__(**kw)
        print("subclass", cls.__name__, name)
        Plugin.registry[name or cls.__name__] = cls


class A(Plugin, name="a"):
    pass


class B(A):
    pass


print({k: v.__name__ for k, v in Plugin.registry.items()})
try:
    class C:
        pass

    class D(C, extra=1):
        pass
except TypeError as e:
    print(e)


class G:
    def __class_getitem__(cls, item):
        return (cls.__name__, item)


print(G[int], G[1, 2])
try:
    A[1]
except TypeError as e:
    print(e)
