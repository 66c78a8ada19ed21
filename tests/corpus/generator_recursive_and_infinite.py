from itertools import islice


def tree(depth):
    if depth == 0:
        yield "leaf"
    else:
        yield from tree(depth - 1)
        yield f"node{depth}"
        yield from tree(depth - 1)


print(list(tree(2)))


def primes():
    found = []
    n = 2
    while True:
        if all(n % p for p in found):
            found.append(n)
            yield n
        n += 1


print(list(islice(primes(), 12)))


def perms(items):
    if not items:
        yield []
    for i in range(len(items)):
        for rest in perms(items[:i] + items[i + 1:]):
            yield [items[i]] + rest


print(["".join(p) for p in perms(list("abc"))])


def chain(*its):
    for it in its:
        r = yield from it
        print("returned", r)


def with_return():
    yield "w"
    return "value"


print(list(chain([1], with_return(), "x")))
