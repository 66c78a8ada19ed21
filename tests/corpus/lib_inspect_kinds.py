import inspect
import math


def func():
    """One
       two

         three
    """


def gen():
    yield 1


async def coro():
    pass


async def agen():
    yield


class A:
    x = 1

    def m(self):
        """Documented in A."""

    @property
    def p(self):
        return 1


class B(A):
    def m(self):
        pass


for name in ("isfunction", "ismethod", "isclass", "ismodule", "isbuiltin", "isroutine", "isgeneratorfunction", "iscoroutinefunction", "isasyncgenfunction", "isgenerator", "isdatadescriptor", "isabstract"):
    check = getattr(inspect, name)
    print(name, [check(x) for x in (func, A().m, A, math, len, [].append, gen, coro, agen, gen(), A.p, 5)])
print(inspect.getdoc(func), inspect.getdoc(B.m), inspect.cleandoc("  a\n    b\n   c"), inspect.getmro(B)[1].__name__, inspect.getmodule(A).__name__)
print([n for n, v in inspect.getmembers(A) if not n.startswith("_")], inspect.getmembers(A, inspect.isfunction)[0][0])
g = gen()
print(inspect.getgeneratorstate(g), next(g), inspect.getgeneratorstate(g), list(g), inspect.getgeneratorstate(g))
c = coro()
print(inspect.getcoroutinestate(c), inspect.iscoroutine(c), inspect.isawaitable(c))
c.close()


def who():
    return inspect.currentframe().f_code.co_name, inspect.stack()[1].function


def caller():
    return who()


print(caller(), inspect.getattr_static(A(), "p").__class__.__name__, inspect.unwrap(func) is func)
y = 5


def closure():
    z = 1

    def inner():
        return z + y + len("a")
    return inner


v = inspect.getclosurevars(closure())
print(v.nonlocals, v.globals, list(v.builtins), v.unbound)
