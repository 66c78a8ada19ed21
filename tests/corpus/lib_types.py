import types


def f():
    pass


class C:
    def m(self):
        pass


print(type(f) is types.FunctionType, type(C().m) is types.MethodType, type(len) is types.BuiltinFunctionType, type(types) is types.ModuleType)
print(isinstance((x for x in ""), types.GeneratorType), type(None) is types.NoneType, types.GenericAlias is type(list[int]), isinstance(int | str, types.UnionType))
ns = types.SimpleNamespace(a=1, b="x")
ns.c = [2]
print(ns, ns.a, ns == types.SimpleNamespace(a=1, b="x", c=[2]))
view = types.MappingProxyType({"k": 1})
print(view, view["k"], len(view), list(view))
try:
    view["k"] = 2
except TypeError as e:
    print(e)
D = types.new_class("D", (C,), {}, lambda d: d.update(x=5))
print(D.__name__, D.x, D.__mro__[1].__name__, type(D).__name__)
m = types.MethodType(lambda self, y: (self, y), "bound")
print(m(1))
mod = types.ModuleType("mymod", "docs")
mod.value = 3
print(mod.__name__, mod.__doc__, mod.value, repr(mod))


class P:
    @types.DynamicClassAttribute
    def x(self):
        return "dynamic"


print(P().x)
print(types.resolve_bases((int,)), types.get_original_bases(D)[0].__name__, type(types.CodeType).__name__)


@types.coroutine
def gen():
    got = yield 1
    return got


async def run():
    return await gen()


co = run()
print(co.send(None))
try:
    co.send("r")
except StopIteration as e:
    print(e.value)
