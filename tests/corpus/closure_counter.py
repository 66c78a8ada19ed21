def counter(start=0):
    count = start

    def step(by=1):
        nonlocal count
        count += by
        return count

    return step


a, b = counter(), counter(10)
print(a(), a(), b(), a(5), b())
print(a.__closure__[0].cell_contents, a.__code__.co_freevars)


def adders():
    return [lambda x, n=n: x + n for n in range(3)]


print([f(10) for f in adders()])


def shared():
    value = 0

    def get():
        return value

    def put(v):
        nonlocal value
        value = v

    return get, put


get, put = shared()
put(42)
print(get())
