count = 0


def bump():
    global count
    count += 1


bump()
bump()
print(count)


def outer():
    value = "outer"

    def inner():
        nonlocal value
        value = "changed by inner"

    def local():
        value = "local"
        return value

    print(local(), "/", value)
    inner()
    return value


print(outer())


def makes_global():
    global brand_new
    brand_new = "made"


makes_global()
print(brand_new)


def deep():
    x = 1

    def a():
        def b():
            nonlocal x
            x += 10
        b()
    a()
    return x


print(deep())
