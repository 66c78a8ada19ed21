def print(*values, show=print):
    show(*[str(v).split(" at 0x")[0] for v in values])


class Meta(type):
    def __new__(m, n, b, ns, **k):
        print("new", n, b, sorted(x for x in ns if not x.startswith("__")), k)
        return super().__new__(m, n, b, ns)
    def __init__(c, n, b, ns, **k):
        print("init", n, k)
        super().__init__(n, b, ns)
    def __call__(c, *a, **k):
        print("call", c.__name__, a, k)
        return super().__call__(*a, **k)
    @classmethod
    def __prepare__(m, n, b, **k):
        print("prepare", n, b, k)
        return {"pre": 1}
    def __instancecheck__(c, o): return o == 5
    def __subclasscheck__(c, o): return o is int
    def __len__(c): return 7
    def __iter__(c): return iter("ab")
    def __getitem__(c, i): return i * 2
    def __contains__(c, x): return x == 3
    def __repr__(c): return f"<M {c.__name__}>"
    def __getattr__(c, n): return "dyn_" + n
    def __bool__(c): return False
    def __add__(c, o): return "added"
    def __dir__(c): return ["zz"]
class A(metaclass=Meta, opt=3):
    x = 1
    def f(self): pass
print(A, A(), isinstance(5, A), issubclass(int, A), len(A), list(A), A[4], 3 in A, A.foo, bool(A), A + 1, dir(A), A.pre)
class B(A, opt=4): pass
print(B.__mro__, type(B), B.__bases__)
try:
    class C(A, int, opt=1): pass
    print(C)
except TypeError as e: print(e)
class M2(type): pass
class X(metaclass=M2): pass
try:
    class Y(A, X): pass
except TypeError as e: print(e)
try:
    class Z(int, str): pass
except TypeError as e: print(e)
class P: pass
class Q(P): pass
try:
    class R(P, Q): pass
except TypeError as e: print(e)
try:
    class R(P, P): pass
except TypeError as e: print(e)
try:
    class R(5): pass
except TypeError as e: print(e)
try:
    class R(metaclass=5): pass
except TypeError as e: print(e)
try:
    class R(foo=5): pass
except TypeError as e: print(e)
try:
    class R(*[int], **{"metaclass": type}): pass
    print(R)
except TypeError as e: print(e)
try:
    class R(lambda: 1): pass
except TypeError as e: print(e)
try:
    class R(type(None)): pass
except TypeError as e: print(e)
for t in (bool, range, slice, type(...), type(lambda: 0), type(len), type(x for x in []), memoryview, type(int.__add__), property):
    try:
        class R(t): pass
        print(R.__mro__)
    except TypeError as e: print(e)
class M3(type):
    def mro(cls):
        print("mro of", cls.__name__)
        return type.mro(cls)[::-1] if cls.__name__ == "Rev" else super().mro()
class Base(metaclass=M3): a = "base"
try:
    class Rev(Base): a = "rev"
    print(Rev.__mro__, Rev.a)
except TypeError as e: print(e)
class M4(type):
    def mro(cls): return [cls, int]
try:
    class Bad(metaclass=M4): pass
except TypeError as e: print(e)
class M5(type):
    def mro(cls): return 5
try:
    class Bad(metaclass=M5): pass
except TypeError as e: print(e)
print(type.mro(int), int.mro())
