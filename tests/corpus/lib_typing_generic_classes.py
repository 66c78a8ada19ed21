from typing import Generic, TypeVar, Protocol, Callable, ParamSpec, get_type_hints, ClassVar, Final

K, V = TypeVar("K"), TypeVar("V", bound=int)
P = ParamSpec("P")


class Cache(Generic[K, V]):
    size: ClassVar[int] = 0
    limit: Final[int] = 10

    def __init__(self) -> None:
        self.data: dict[K, V] = {}

    def put(self, k: K, v: V) -> "Cache[K, V]":
        self.data[k] = v
        return self


class IntCache(Cache[str, int]):
    pass


c = IntCache().put("a", 1).put("b", 2)
print(c.data, IntCache.__orig_bases__, Cache[str, bool], Cache[K, int].__parameters__, V.__bound__, K.__constraints__)


def logged(f: Callable[P, int]) -> Callable[P, int]:
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> int:
        print("calling", f.__name__)
        return f(*args, **kwargs)
    return wrapper


@logged
def add(a: int, b: int = 1) -> int:
    return a + b


print(add(2), add(2, b=5))


class Comparable(Protocol):
    def __lt__(self, other) -> bool: ...


CT = TypeVar("CT", bound=Comparable)


def largest(items: list[CT]) -> CT:
    return max(items)


print(largest([3, 1]), get_type_hints(Cache))


class Impl(Protocol[K]):
    def get(self) -> K: ...


class Real(Impl[int]):
    def get(self):
        return 5


print(Real().get(), Impl[int])
try:
    Cache[int]
except TypeError as e:
    print(e)
