class Stack[T]:
    def __init__(self):
        self.items: list[T] = []

    def push(self, item: T) -> None:
        self.items.append(item)

    def pop(self) -> T:
        return self.items.pop()


s = Stack[int]()
s.push(5)
print(s.pop(), Stack[int], Stack.__type_params__, Stack.__parameters__)


def first[T: (int, str), *Ts, **P](x: T, *rest: *Ts) -> T:
    return x


print(first(1), first.__type_params__, first.__type_params__[0].__constraints__)
type Pair[A, B = int] = tuple[A, B]
type Rec = list[Rec] | int
print(Pair, Pair.__value__, Pair[str, int], Rec.__value__, Pair.__type_params__[1].__default__)


class Bounded[T: Later]:
    pass


try:
    Bounded.__type_params__[0].__bound__
except NameError as e:
    print(e)


class Later:
    pass


print(Bounded.__type_params__[0].__bound__, isinstance(s, Stack), Stack.__mro__[1].__name__)
