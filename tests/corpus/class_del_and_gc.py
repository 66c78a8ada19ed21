class Noisy:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name)


a = Noisy("a")
b = a
del a
print("still")
del b
print("gone")


def f():
    n = Noisy("local")
    print("in f")


f()
Noisy("temp")
x = [Noisy("in list")]
x.clear()
y = Noisy("one")
y = Noisy("two")
y = None
print("end")
