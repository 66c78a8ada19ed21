class A:
    pass


class B(A):
    pass


print(isinstance(B(), A), isinstance(A(), B), isinstance(5, (str, (int, float))), isinstance(5, int | None), isinstance(None, int | None), issubclass(B, A), issubclass(B, (int, A)), issubclass(bool, int | str), isinstance(type, type), isinstance(object, type), isinstance(A, object), issubclass(A, A))
for f in (lambda: isinstance(5, "int"), lambda: isinstance(5, (int, "x")) or isinstance("q", (int, "x")), lambda: issubclass(5, int), lambda: isinstance(5, list[int]), lambda: issubclass(int, 5), lambda: isinstance([], [list])):
    try:
        print(f())
    except TypeError as e:
        print(e)
