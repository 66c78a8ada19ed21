from typing import Any, Optional, Union, List, Dict, Tuple, Callable, TypeVar, Generic, NamedTuple, TypedDict, Literal, ClassVar, Protocol, runtime_checkable, get_type_hints, cast, overload, NewType, Annotated, get_origin, get_args, TYPE_CHECKING, Self, final, Iterable

T = TypeVar("T")
print(Optional[int], Union[int, str], List[int], Dict[str, List[int]], Tuple[int, ...], Callable[[int], str], Any, Literal["a", 1], T, Annotated[int, "m"], TYPE_CHECKING)


class Box(Generic[T]):
    def __init__(self, item: T):
        self.item = item

    def get(self) -> T:
        return self.item


b = Box[int](5)
print(b.get(), Box[int], Box.__parameters__, isinstance(b, Box))


class Emp(NamedTuple):
    name: str
    id: int = 3


print(Emp("x"), Emp("x", 1).id, Emp._fields, Emp._field_defaults)


class Movie(TypedDict, total=False):
    title: str
    year: int


m: Movie = {"title": "t"}
print(m, Movie(title="a"), Movie.__total__, sorted(Movie.__optional_keys__))


@runtime_checkable
class Quacks(Protocol):
    def quack(self) -> str: ...


class Duck:
    def quack(self):
        return "quack"


print(isinstance(Duck(), Quacks), isinstance(5, Quacks))


def f(a: int, b: "Optional[str]" = None, *c: float) -> List["Box[int]"]: ...


print(get_type_hints(f))
UserId = NewType("UserId", int)
print(UserId(5) + 1, UserId.__name__, cast(str, 5), get_origin(List[int]), get_args(Dict[str, int]))


@overload
def g(x: int) -> int: ...
@overload
def g(x: str) -> str: ...
def g(x):
    return x


print(g(1), g("s"))
for text in ("List[int]()", "isinstance([], List[int])", "Any()", "Optional[int, str]", "Box[int, str]", "Quacks()", "Union[()]"):
    try:
        eval(text)
    except TypeError as e:
        print(text, "->", e)
