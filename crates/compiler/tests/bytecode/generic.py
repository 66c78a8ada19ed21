type Pair[T] = tuple[T, T]
type Plain = int | str
def first[T](items: list[T], *, default: T = None) -> T:
    return items[0] if items else default
def bounded[T: int, U: (str, bytes) = str, *Ts = *tuple[int, ...], **P = [int]](x: T) -> U: ...
class Box[T]:
    item: T
    __secret: int
    def get(self) -> T:
        return self.item
    class Inner[U](Box[T]):
        def both(self) -> tuple[T, U]: ...
async def task[T](x: T = 1, *args: T, key=2, **kw: T) -> T:
    return x
class Plain2[T](Base, metaclass=Meta, **kw): pass
def outer():
    y = 1
    type Local = list[y]
    def inner[T](z: T, w: y): return y
    x: undefined_name = y
    return inner
