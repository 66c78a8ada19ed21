from functools import singledispatch, singledispatchmethod
from collections.abc import Sequence


@singledispatch
def show(x):
    """Shows."""
    return f"object {x!r}"


@show.register
def _(x: int):
    return f"int {x}"


@show.register(list)
def show_list(x):
    return "list of " + ", ".join(map(show, x))


@show.register(float)
@show.register(complex)
def _(x):
    return "number"


@show.register
def _(x: Sequence):
    return "sequence"


@show.register
def _(x: str | bytes):
    return "text"


print(show("s"), show(3), show([1, "a"]), show(2.5), show(1j), show(True), show((1,)), show(None), show(b""))
print(show.dispatch(bool) is show.dispatch(int), show.__name__, show.__doc__, float in show.registry)
try:
    show()
except TypeError as e:
    print(e)


class Neg:
    @singledispatchmethod
    def neg(self, arg):
        raise NotImplementedError("cannot negate")

    @neg.register
    def _(self, arg: int):
        return -arg

    @neg.register
    def _(self, arg: str):
        return arg[::-1]


print(Neg().neg(5), Neg().neg("ab"))
try:
    Neg().neg(1.5)
except NotImplementedError as e:
    print(e)
