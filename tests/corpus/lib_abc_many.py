def print(*values, show=print):
    show(*[str(v).split(" at 0x")[0] for v in values])


from abc import *
import collections.abc as c
class A(ABC):
    @property
    @abstractmethod
    def p(self): ...
    @classmethod
    @abstractmethod
    def q(cls): ...
    @staticmethod
    @abstractmethod
    def r(): ...
print(A.__abstractmethods__ == frozenset({"p", "q", "r"}))
try: A()
except TypeError as e: print(e)
class B(A):
    p = 1; q = 2
try: B()
except TypeError as e: print(e)
class C(B): r = 3
print(type(C()))
A.register(int); print(isinstance(3, A), issubclass(bool, A))
try: A.register(3)
except TypeError as e: print(e)
try: A.register(A)
except Exception as e: print(e)
class D(c.Sequence):
    def __len__(self): return 3
    def __getitem__(self, i):
        if i >= 3: raise IndexError(i)
        return i * 10
d = D(); print(list(d), 20 in d, d.index(10), d.count(0), list(reversed(d)))
try: d.index(99)
except ValueError as e: print(repr(e))
for n in ["Sequence", "MutableMapping", "Set", "Iterator", "Hashable", "Callable", "Generator", "Coroutine", "MutableSet", "MutableSequence", "Mapping", "Buffer", "AsyncIterator", "Reversible", "Collection"]:
    k = getattr(c, n)
    try: k()
    except TypeError as e: print(e)
    print(n, [t.__name__ for t in (list, tuple, dict, set, str, int, range, type, object, type(iter([])), memoryview, bytes) if issubclass(t, k)])
class S(c.Set):
    def __init__(self, x): self.x = list(x)
    def __contains__(self, y): return y in self.x
    def __iter__(self): return iter(self.x)
    def __len__(self): return len(self.x)
a, b = S([1, 2]), S([2, 3])
print((a | b).x, (a & b).x, (a - b).x, (a ^ b).x, a <= b, a == S([2, 1]), a.isdisjoint(b), a | [5])
try: a < 5
except TypeError as e: print(e)
class MM(c.MutableMapping):
    def __init__(self): self.d = {}
    def __getitem__(self, k): return self.d[k]
    def __setitem__(self, k, v): self.d[k] = v
    def __delitem__(self, k): del self.d[k]
    def __iter__(self): return iter(self.d)
    def __len__(self): return len(self.d)
m = MM(); m.update(a=1, b=2); print(m.pop("a"), m.pop("q", None), m.setdefault("z", 5), m.keys(), m.items(), m.values(), list(m), m.get("b"), m.popitem(), "z" in m, m == {"z": 5})
try: m.pop("nope")
except KeyError as e: print(repr(e))
m.clear()
try: m.popitem()
except KeyError as e: print(repr(e))
print(repr(c.Sequence), c.Callable[[int], str], c.Mapping[str, int])
