import keyword
import reprlib

print(keyword.iskeyword("for"), keyword.iskeyword("print"), keyword.issoftkeyword("match"), len(keyword.kwlist), keyword.softkwlist)
print(reprlib.repr(list(range(100))), reprlib.repr("x" * 100), reprlib.repr({i: i for i in range(9)}), reprlib.repr(set(range(20))))
print(reprlib.repr([[[[[[[[1]]]]]]]]), reprlib.repr((1,)), reprlib.repr(10 ** 60), reprlib.repr([]), reprlib.repr(set()))
r = reprlib.Repr(maxlist=2, indent=2)
print(r.repr([1, [2, 3], 4]))


class Node:
    def __init__(self):
        self.items = []

    @reprlib.recursive_repr()
    def __repr__(self):
        return f"Node({self.items})"


n = Node()
n.items.append(n)
print(n, n.__repr__.__name__)
