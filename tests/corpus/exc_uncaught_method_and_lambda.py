class Calculator:
    def __init__(self, ops):
        self.ops = ops

    def run(self, name, *args):
        return self.ops[name](*args)

    @property
    def broken(self):
        return self.run("div", 1, 0)


calc = Calculator({"div": lambda a, b: a / b})
print(calc.run("div", 6, 3))
print([calc.broken for _ in range(1)])
