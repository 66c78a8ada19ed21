def echo():
    received = None
    while True:
        try:
            received = yield received
            print("got", received)
        except ValueError as e:
            print("caught", e)
            received = "recovered"
        finally:
            print("finally")


g = echo()
print(next(g))
print(g.send("one"))
print(g.throw(ValueError("bad")))
print(g.send("two"))
g.close()
try:
    g.send("x")
except StopIteration:
    print("closed")
g = echo()
try:
    g.send("early")
except TypeError as e:
    print(e)


def stubborn():
    try:
        yield 1
    except GeneratorExit:
        yield 2


s = stubborn()
next(s)
try:
    s.close()
except RuntimeError as e:
    print(e)
