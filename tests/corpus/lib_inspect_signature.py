import inspect
from functools import partial, wraps


def f(a, b: int = 2, /, c=3, *args: str, d, e: float = 1.5, **kw) -> bool:
    """Docs."""


s = inspect.signature(f)
print(s, list(s.parameters), s.return_annotation, s.parameters["b"], s.parameters["b"].kind, s.parameters["b"].default, s.parameters["a"].default is inspect.Parameter.empty)
print([(p.name, str(p.kind)) for p in s.parameters.values()], s.parameters["d"].kind.description)
b = s.bind(1, 2, 3, 4, d=5, z=6)
print(b.arguments, b.args, b.kwargs)
b = s.bind(1, d=2)
b.apply_defaults()
print(b.arguments)
for args, kw in (((), {}), ((1,), {}), ((1, 2), {"d": 1, "a": 5}), ((1,), {"c": 1, "d": 2})):
    try:
        print(s.bind(*args, **kw))
    except TypeError as e:
        print(e)


class C:
    def __init__(self, x, *, y=1):
        pass

    def m(self, q):
        pass

    @classmethod
    def k(cls, r):
        pass

    @staticmethod
    def st(t):
        pass

    def __call__(self, z):
        pass


print(inspect.signature(C), inspect.signature(C.m), inspect.signature(C(1).m), inspect.signature(C.k), inspect.signature(C.st), inspect.signature(C(1)), inspect.signature(lambda x, *y: 0))
print(inspect.signature(partial(f, 1, d=4)), inspect.signature(type("E", (), {})))


def deco(g):
    @wraps(g)
    def wrapper(*a, **k):
        return g(*a, **k)
    return wrapper


print(inspect.signature(deco(f)), inspect.signature(deco(f), follow_wrapped=False), inspect.getfullargspec(f))
print(s.replace(return_annotation=inspect.Signature.empty), inspect.Signature([inspect.Parameter("p", inspect.Parameter.KEYWORD_ONLY, default=1)]), s == inspect.signature(f))
for bad in (lambda: inspect.signature(5), lambda: inspect.Parameter("1x", inspect.Parameter.KEYWORD_ONLY), lambda: inspect.Signature([s.parameters["d"], s.parameters["a"]]), lambda: s.bind(1, 2, 3)):
    try:
        bad()
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)
print(inspect.getcallargs(lambda a, b=2: 0, 1))
