def greet(name, greeting="Hello", mark="!"):
    return f"{greeting}, {name}{mark}"


print(greet("Ann"))
print(greet("Ann", "Hi"))
print(greet("Ann", mark="?"))
print(greet(greeting="Hey", name="Bob"))


def collect(item, bucket=[]):
    bucket.append(item)
    return bucket


print(collect(1), collect(2), collect.__defaults__)
n = 1


def late(x=n):
    return x


n = 2
print(late())
