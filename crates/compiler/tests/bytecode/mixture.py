"""Doc
    string"""
import os, sys as s, a.b.c as d
from . import x
from os.path import *
def f(a, b=1, *args, c, d=2, **kw):
    """Hello

       there
    """
    for i in range(10):
        if i % 2 == 0 and a or not b:
            continue
        print(i, end="")
    else:
        pass
    while True:
        try:
            a += 1
        except (ValueError, TypeError) as e:
            print(e)
            break
        except OSError:
            return 5
        else:
            b = 3
        finally:
            c()
    with open(a) as fh, b:
        return [y for y in fh if y]
class C(Base, metaclass=M):
    x: int = 3
    def g(self):
        self.y = super().g()
        def h():
            nonlocal self
            return self, __class__
        return lambda z=1: z + self.__priv
    @property
    def p(self) -> int: return {k: v for k, v in self.d.items()}
gen = (i for i in x)
x, *y = 1, 2, 3
def gg():
    yield 1
    z = yield from gg()
    return z
async def co():
    await gg()
    async with a as b:
        pass
    async for i in x:
        print(i)
    return [i async for i in x]
match x:
    case [1, 2, *rest] if rest: pass
    case {"a": 1, **kw}: pass
    case Point(x=0, y=0) | None: pass
    case str() as s: pass
    case _: print("no")
print(f"{x!r:>10} {y=} {{}}", "%s is %r" % (a, b))
a = b if c else d
a[1:2] = a[::2]
del a[0], b.c
assert x, "msg"
x = 1 < y < 3
global_var: int
lst = [1, 2, 3]
if x in [1, 2, 3]: pass
t = (1, (2, 3), "a" "b", b"x", 1.5, 2j, ...)
try:
    pass
except* ValueError as eg:
    print(eg)
