def attempt(f):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)


def few():
    a, b, c = [1, 2]


def many():
    a, b = (1, 2, 3)


def star_few():
    a, *b, c = [1]


def not_iterable():
    a, b = 5


def gen_many():
    a, b = (i for i in range(5))


def empty():
    (a, b) = {}


for f in (few, many, star_few, not_iterable, gen_many, empty):
    attempt(f)
