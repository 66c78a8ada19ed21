import random

r = random.Random(2024)
for name, args in [("normalvariate", (0, 1)), ("gauss", (5, 2)), ("gauss", (5, 2)), ("expovariate", (1.5,)), ("lognormvariate", (0, 0.5)),
                   ("betavariate", (2, 3)), ("gammavariate", (2, 1)), ("gammavariate", (0.5, 1)), ("gammavariate", (1, 2)), ("paretovariate", (3,)),
                   ("weibullvariate", (1, 2)), ("vonmisesvariate", (0, 4)), ("triangular", ()), ("binomialvariate", (10, 0.3)), ("binomialvariate", (1000, 0.4)), ("binomialvariate", (50, 0.9))]:
    print(name, args, getattr(r, name)(*args), getattr(r, name)(*args))
print(r.random())


class Half(random.Random):
    def random(self):
        return 0.5


print(Half().randint(1, 10), Half().choice("abc"))
