from collections import abc

print(isinstance([], abc.Sequence), isinstance({}, abc.Mapping), isinstance(set(), abc.MutableSet), isinstance("", abc.Iterable))
print(isinstance(5, abc.Hashable), isinstance([], abc.Hashable), isinstance(len, abc.Callable), isinstance((x for x in []), abc.Generator))
print(issubclass(dict, abc.MutableMapping), issubclass(tuple, abc.MutableSequence), isinstance({}.keys(), abc.KeysView))


class Deck(abc.Sequence):
    def __init__(self, *cards):
        self.cards = cards

    def __getitem__(self, i):
        return self.cards[i]

    def __len__(self):
        return len(self.cards)


d = Deck("a", "b", "a")
print(list(d), "b" in d, d.index("b"), d.count("a"), list(reversed(d)))


class Registry(abc.MutableMapping):
    def __init__(self):
        self.d = {}

    def __getitem__(self, k):
        return self.d[k]

    def __setitem__(self, k, v):
        self.d[k] = v

    def __delitem__(self, k):
        del self.d[k]

    def __iter__(self):
        return iter(self.d)

    def __len__(self):
        return len(self.d)


r = Registry()
r.update(a=1, b=2)
print(r.pop("a"), r.setdefault("c", 3), dict(r), r.get("z"), list(r.items()), r == {"b": 2, "c": 3}, sorted(r.keys() | {"q"}))


class Sized:
    def __len__(self):
        return 1


print(isinstance(Sized(), abc.Sized), isinstance(Sized(), abc.Container))
try:
    abc.Sequence()
except TypeError as e:
    print(e)


class Half(abc.Iterator):
    pass


try:
    Half()
except TypeError as e:
    print(e)
