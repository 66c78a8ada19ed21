from __future__ import generator_stop
import os, os.path as p, a.b.c
from .. import m
from .pkg.mod import x as y, z
g = 1
@deco
@deco2(1)
class C(B):
    __x = 1
    def __init__(self, a):
        super().__init__(a)
        super(C, self).go()
        self.a, self.b = a, super().value
        self.__p = self.__x
    @property
    def v(self): return __class__
    @staticmethod
    def s(*, k=1): global g; g = k; del g
    async def w(self): return await self.v
    class D:
        def n(self): return self.n
def outer(a, b=1):
    c = 2
    def mid():
        nonlocal c
        c += a
        def inner(): return b, c
        return inner
    print(c)
    del c
    return mid
def unset(flag):
    if flag:
        v = 1
    print(v)
    del v
    try:
        v = 2
    except E as v:
        pass
    return v
obj.method(1)(2)[3].attr.call(x, *y, k=1)
obj \
    .first() \
    .second(1,
            2)
f(a)(b)(k=1)
