def f(a, b, c=3):
    pass


def g(*, key):
    pass


def h():
    pass


def k(a, b, *, x, y):
    pass


def attempt(text):
    try:
        eval(text)
    except TypeError as e:
        print(text, "->", e)


attempt("f()")
attempt("f(1)")
attempt("f(1, 2, 3, 4)")
attempt("f(1, 2, d=3)")
attempt("f(1, 2, a=3)")
attempt("g()")
attempt("g(1)")
attempt("g(key=1, other=2)")
attempt("h(1)")
attempt("h(1, 2)")
attempt("k(1, 2)")
attempt("k(1, x=1, y=2)")
attempt("k()")
attempt("f(**{1: 2})")
attempt("f(*5)")
attempt("f(**5)")
attempt("f(1, 2, **{'a': 1})")
attempt("(lambda x, y: 0)(1)")
attempt("k(1, 2, 3, x=1, y=2)")
