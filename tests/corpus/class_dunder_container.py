class Box:
    def __init__(self, *items):
        self.items = list(items)

    def __len__(self):
        return len(self.items)

    def __getitem__(self, i):
        print("get", i)
        return self.items[i]

    def __setitem__(self, i, v):
        print("set", i, v)
        self.items[i] = v

    def __delitem__(self, i):
        print("del", i)
        del self.items[i]

    def __contains__(self, x):
        print("contains", x)
        return x in self.items

    def __iter__(self):
        return iter(self.items)

    def __reversed__(self):
        return "reversed!"


b = Box(1, 2, 3)
print(len(b), b[0], b[-1], b[1:], b[::2, 5:] if False else "", bool(b), bool(Box()))
b[0] = 9
b[1:2] = [7, 7]
del b[0]
print(2 in b, list(b), reversed(b), max(b), [*b])


class OldIter:
    def __getitem__(self, i):
        if i > 2:
            raise IndexError
        return i * 10


print(list(OldIter()), 20 in OldIter(), tuple(OldIter()))
for text in ("b['a', 1]", "len(5)", "len[0]", "OldIter()[9]", "iter(5)"):
    try:
        print(eval(text))
    except Exception as e:
        print(type(e).__name__, e)
