from functools import cached_property, partialmethod


class Data:
    def __init__(self, n):
        self.n = n

    @cached_property
    def total(self):
        """Sum."""
        print("computing")
        return sum(range(self.n))

    def show(self, a, b, c="c"):
        return a, b, c

    show_one = partialmethod(show, 1)
    show_c = partialmethod(show, c="C")


d = Data(5)
print(d.total, d.total, d.__dict__)
del d.total
print(d.total, Data.total.__doc__)
d.total = 99
print(d.total)
print(d.show_one(2), d.show_c(1, 2))


class Slotted:
    __slots__ = ()

    @cached_property
    def x(self):
        return 1


try:
    Slotted().x
except TypeError as e:
    print(e)
