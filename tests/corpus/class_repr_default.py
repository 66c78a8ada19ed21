class A:
    class Inner:
        pass

    def method(self):
        pass


print(A, A.Inner, [A], A.__name__)
print(repr(A()).startswith("<__main__.A object at 0x"), repr(A.method).startswith("<function A.method at 0x"))
print(repr(A().method).startswith("<bound method A.method of <__main__.A object at 0x"))
print(int, len, str.join, "".join, [].append.__name__, type.__mro__, object())if False else print(int, len, str.join, type.__mro__)
print(property, staticmethod, super, range, slice, enumerate, zip, map)
