def print(*values, show=print):
    show(*[str(v).split(" at 0x")[0] for v in values])


class Base:
    registry = []
    def __init_subclass__(cls, /, tag=None, **kw):
        super().__init_subclass__(**kw)
        cls.registry.append((cls.__name__, tag))
class A(Base, tag=1): pass
class B(Base): pass
print(Base.registry)
try:
    class C(Base, bad=1): pass
except TypeError as e: print(e)
class D:
    def __set_name__(self, owner, name): print("set_name", owner.__name__, name); self.name = name
    def __get__(self, o, t=None): return (self.name, o is None, t.__name__)
    def __set__(self, o, v): print("set", v)
    def __delete__(self, o): print("delete")
class E:
    d = D(); e = D()
e = E(); print(e.d, E.d); e.d = 4; del e.d
class Bad:
    def __set_name__(self, o, n): raise ValueError("nope")
try:
    class F: q = Bad()
except Exception as ex: print(type(ex).__name__, ex, ex.__notes__)
class RO:
    def __get__(self, o, t): return 1
    def __set__(self, o, v): raise AttributeError("ro")
class NG:
    def __set__(self, o, v): o.__dict__["ng"] = v
class G: ro = RO(); ng = NG()
g = G()
try: g.ro = 3
except AttributeError as ex: print(ex)
try: del g.ro
except AttributeError as ex: print(ex)
print(type(g.ng).__name__); g.ng = 3; print(g.ng)
try: del g.ng
except AttributeError as ex: print(ex)
class H:
    __slots__ = ("a", "b", "__dict__")
h = H(); h.a = 1; h.z = 3; print(h.a, h.__dict__, H.a, H.__slots__)
try: h.b
except AttributeError as ex: print(ex)
try: del h.b
except AttributeError as ex: print(ex)
class I: __slots__ = ["x"]
i = I()
for f in ["i.y", "setattr(i, 'y', 1)", "i.__dict__", "i.x", "delattr(i, 'x')", "I.x.__get__(3)", "I.x.__set__(3, 4)", "__import__('weakref').ref(i)"]:
    try: print(eval(f))
    except Exception as ex: print(type(ex).__name__, ex)
for s in ["1a", 5, "a b", "", "__weakref__", "__dict__", ("x", "x"), "é", b"x", None]:
    try: print(type("S", (), {"__slots__": s}))
    except Exception as ex: print(type(ex).__name__, ex)
try:
    class S:
        __slots__ = ("x",)
        x = 1
except ValueError as ex: print(ex)
try:
    class S(int):
        __slots__ = ("x",)
except TypeError as ex: print(ex)
class S1: __slots__ = ("a",)
class S2: __slots__ = ("b",)
try:
    class S3(S1, S2): pass
except TypeError as ex: print(ex)
class T:
    @property
    def p(self): "doc"; return 1
    @p.setter
    def p(self, v): print("setting", v)
    @p.deleter
    def p(self): print("deleting")
    q = property()
    r = property(lambda self: 3, doc="rdoc")
    @staticmethod
    def s(): return "s"
    @classmethod
    def c(cls): return cls
    def __private(self): return "priv"
t = T(); t.p = 4; del t.p; print(t.p, T.p.__doc__, T.r.__doc__, T.s(), t.c(), T.c, T.s, t._T__private(), T.__dict__["s"], T.__dict__["c"])
for f in ["t.q", "setattr(t, 'q', 1)", "delattr(t, 'q')", "setattr(t, 'r', 1)", "delattr(t, 'r')", "t.__private", "T.nope", "t.nope", "T.p.fget(t)", "T.p.fset", "T.__dict__['nope']", "T.p.__name__", "property(1)", "property(fget=1, foo=2)", "property.__get__", "T.p.__get__()"]:
    try: print(eval(f))
    except Exception as ex: print(type(ex).__name__, ex)
class U:
    def __getattribute__(self, n):
        if n == "x": raise AttributeError("custom")
        return object.__getattribute__(self, n)
    def __getattr__(self, n): return f"ga {n}"
    def __setattr__(self, n, v): print("sa", n, v); object.__setattr__(self, n, v)
    def __delattr__(self, n): print("da", n); object.__delattr__(self, n)
u = U(); print(u.x, u.y); u.y = 3; print(u.y); del u.y
try: del u.y
except AttributeError as ex: print(ex)
class V:
    def __class_getitem__(cls, k): return (cls.__name__, k)
print(V[3], V["a", 1])
try: V()[3]
except TypeError as ex: print(ex)
class W:
    def __new__(cls, *a): return 5
    def __init__(self): print("never")
print(W(1, 2))
class X:
    def __init__(self): return 5
try: X()
except TypeError as ex: print(ex)
class Y:
    __call__ = None; __hash__ = None; __iter__ = None; __contains__ = None
for f in ["Y()()", "hash(Y())", "iter(Y())", "3 in Y()", "len(Y())", "Y()[0]", "Y() + 1", "1 + Y()", "-Y()", "abs(Y())", "int(Y())", "float(Y())", "complex(Y())", "Y() < Y()", "Y() @ 1", "Y() ** 2", "pow(Y(), 1, 2)", "round(Y())", "reversed(Y())", "next(Y())", "range(Y())", "'%d' % Y()", "'%x' % Y()", "'%c' % Y()", "'%f' % Y()", "chr(Y())", "[1][Y()]", "[1][Y():]", "'a' * Y()", "'a' + Y()", "Y() += 1", "divmod(Y(), 1)", "Y() and 1", "not Y()", "dict(Y())", "list(Y())", "{**Y()}", "[*Y()]", "print(*Y())", "print(**Y())", "sum(Y())", "max(Y())", "sorted(Y())", "set(Y())", "zip(Y())", "enumerate(Y())", "map(1, Y())", "str(Y(), 'a')", "open(Y())", "isinstance(1, Y())", "issubclass(int, Y())", "getattr(1, Y())", "hex(Y())", "math.sin(Y())", "memoryview(Y())", "vars(1)", "callable(Y())", "format(Y(), 'x')", "f'{Y():x}'", "Y().x", "del Y().x"]:
    try: print(f, eval(f))
    except Exception as ex: print(f, type(ex).__name__, str(ex).split(" at 0x")[0])
import math
