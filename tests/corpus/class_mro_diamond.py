class A:
    def who(self):
        print("A")


class B(A):
    def who(self):
        print("B")
        super().who()


class C(A):
    def who(self):
        print("C")
        super().who()


class D(B, C):
    def who(self):
        print("D")
        super().who()


D().who()
print([k.__name__ for k in D.mro()])
try:
    class Bad(A, B):
        pass
except TypeError as e:
    print(e)
try:
    class Dup(A, A):
        pass
except TypeError as e:
    print(e)
print(super(B, D()).who.__qualname__)
