class Dog:
    tricks = []
    count = 0

    def __init__(self, name):
        self.name = name
        Dog.count += 1

    def add(self, trick):
        self.tricks.append(trick)


a, b = Dog("a"), Dog("b")
a.add("roll")
b.add("sit")
print(a.tricks, b.tricks is a.tricks, Dog.count, a.count)
a.count = 99
print(a.count, b.count, Dog.count, a.__dict__, b.__dict__)
del a.count
print(a.count)
Dog.new = "later"
print(b.new, vars(a), "tricks" in vars(Dog))
