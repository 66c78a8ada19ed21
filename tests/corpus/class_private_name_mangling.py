class A:
    __secret = 1
    __dunder__ = 2
    _single = 3

    def get(self):
        return self.__secret

    def __hidden(self):
        return "hidden"

    def call(self):
        return self.__hidden()


class B(A):
    __secret = 10

    def get_b(self):
        return self.__secret


b = B()
print(b.get(), b.get_b(), b._A__secret, b._B__secret, b.__dunder__, b._single, b.call(), b._A__hidden())
try:
    b.__secret
except AttributeError as e:
    print(e)
print([n for n in dir(B) if "secret" in n])
