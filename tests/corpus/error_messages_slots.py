"""What methods say that stand for what the machine itself asks of a class, and other wrong calls of built-in methods."""
import math
import warnings

calls = """[].__eq__(1, 2)|(5).__add__()|(1.5).__abs__(1)|"a".__len__(1)|{}.__setitem__(1)|[].__delitem__()|int.__add__()|object.__repr__()
(1).__lt__(2, x=3)|iter([]).__next__(1)|(i for i in []).__next__(1, 2)|{}.keys().__len__(2, key=1)|type.__call__()|object().__init__(1)
(3).__pow__()|(3).__pow__(1, 2, 3)|object().__setattr__("a")|{}.items(1, x=2)|{}.clear(x=1)|[].append(x=1)|[].append()|list.append()|list.append(1, 2)
"".join()|"".join(1, x=2)|set().__contains__()|{}.__getitem__()|[].__getitem__(1, 2)|(1,).__getitem__()|math.prod([1], 2)|math.sin(1, x=2)|sorted()|issubclass()|issubclass(1)
set(1, 2)|set(x=1)|list([], 1)|classmethod()|len(x=1)|len()|abs(1, 2)|(1).bit_length(2)|(1).__format__()|(1).__round__(1, 2)|[].__reversed__(1)|bytes.__new__()|object.__new__()"""
for call in calls.replace("\n", "|").split("|"):
    try:
        print(call, "->", eval(call))
    except Exception as e:
        print(call, "->", type(e).__name__, e)


def short(method):
    return repr(method).partition(" at ")[0]


print(short([].__len__), short([].__getitem__), short([].__reversed__), short({}.__contains__), short([].__contains__), short((1).__format__), short("".__add__), short("".__getnewargs__))
print(list.__len__, list.__getitem__, list.__reversed__, dict.__contains__, int.__round__, int.__add__, object.__reduce_ex__)


def two():
    for _ in range(3):
        try:
            yield 1
        except ValueError as e:
            print("thrown", repr(e))


with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    for args in ((ValueError, "v"), (ValueError, ValueError("w"), None), (ValueError, None), (ValueError, ("a", "b")), (ValueError("x"), "y"), (int, 1), (ValueError, "x", 5)):
        g = two()
        next(g)
        try:
            print(g.throw(*args))
        except Exception as e:
            print(type(e).__name__, e)
    g = two()
    next(g)
    g.throw(ValueError)
    g.throw(ValueError("one"))
print(len(caught), caught[0].category.__name__, caught[0].message, caught[0].lineno)
