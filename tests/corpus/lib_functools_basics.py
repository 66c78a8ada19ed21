from functools import partial, reduce, wraps, update_wrapper, cmp_to_key, total_ordering

print(reduce(lambda a, b: a + b, [1, 2, 3]), reduce(lambda a, b: a * b, [], 7))
try:
    reduce(lambda a, b: a, [])
except TypeError as e:
    print(e)
double = partial(lambda a, b, c=0: (a, b, c), 2)
print(double(3), double(3, c=4), double.args, double.keywords)
basetwo = partial(int, base=2)
print(basetwo("101"), partial(partial(pow, 2), 5)())
print(partial(print, "x", sep="-").keywords)


def deco(f):
    @wraps(f)
    def wrapper(*a, **k):
        """wrapper doc"""
        return f(*a, **k)
    return wrapper


@deco
def named(x):
    """Docs of named."""
    return x


print(named.__name__, named.__doc__, named.__wrapped__(5), named.__qualname__)
print(sorted([3, 1, 2], key=cmp_to_key(lambda a, b: b - a)))


@total_ordering
class Version:
    def __init__(self, n):
        self.n = n

    def __eq__(self, other):
        return self.n == other.n

    def __lt__(self, other):
        return self.n < other.n


print(Version(1) <= Version(2), Version(3) > Version(2), Version(2) >= Version(2), max(Version(1), Version(9)).n)
try:
    @total_ordering
    class Empty:
        pass
except ValueError as e:
    print(e)
