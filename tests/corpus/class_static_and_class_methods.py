class Pizza:
    count = 0

    def __init__(self, toppings):
        self.toppings = toppings
        type(self).count += 1

    @classmethod
    def margherita(cls):
        return cls(["tomato", "cheese"])

    @staticmethod
    def price(n):
        return 5 + 2 * n


class Calzone(Pizza):
    pass


p = Calzone.margherita()
print(type(p).__name__, p.toppings, Calzone.count, Pizza.count)
print(Pizza.price(2), p.price(3))
print(Pizza.margherita.__self__ is Pizza, Pizza.price.__name__)
