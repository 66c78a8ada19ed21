def compose(*fs):
    def run(x):
        for f in reversed(fs):
            x = f(x)
        return x
    return run


inc, double = lambda x: x + 1, lambda x: x * 2
print(compose(inc, double)(5), compose(double, inc)(5), compose()(7))
print(list(filter(lambda x: x % 2, range(6))), list(map(pow, [2, 3], [3, 2])), sorted("hello", key=lambda c: -ord(c)))
table = {"add": lambda a, b: a + b, "neg": lambda a: -a}
print(table["add"](1, 2), table["neg"](3), (lambda f: f(f))(lambda g: "self applied"))


def curry(f, n):
    return f if n == 1 else lambda x: curry(lambda *rest: f(x, *rest), n - 1)


print(curry(lambda a, b, c: (a, b, c), 3)(1)(2)(3))
