import inspect


def simple(a,
           b=(1,
              2)):
    # a comment

    if a:
        return "x"
    return b


# not part of it
class C:
    """Doc."""

    x = 1

    def method(self):
        return [
            1,
        ]


@staticmethod
def decorated():
    pass


one = lambda: 1
print(inspect.getsource(simple))
print(inspect.getsource(C.method))
print(inspect.getsource(decorated.__func__))
print(inspect.getsource(one))
print(inspect.getsourcelines(C.method)[1])
try:
    inspect.getsource(len)
except TypeError as e:
    print(str(e)[:60])
