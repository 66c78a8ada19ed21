class Animal:
    def __init__(self, name):
        self.name = name

    def speak(self):
        return "..."

    def describe(self):
        return f"{self.name} says {self.speak()}"


class Dog(Animal):
    def speak(self):
        return "Woof"


class Puppy(Dog):
    def __init__(self, name, age):
        super().__init__(name)
        self.age = age

    def speak(self):
        return super().speak().lower() + "!"


for a in (Animal("It"), Dog("Rex"), Puppy("Bit", 1)):
    print(a.describe())
print(issubclass(Puppy, Animal), issubclass(Animal, Puppy), isinstance(Puppy("x", 1), Dog))
print([c.__name__ for c in Puppy.__mro__], Dog.__subclasses__())
