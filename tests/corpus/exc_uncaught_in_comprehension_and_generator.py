def gen(items):
    for item in items:
        yield 10 / item


print(sum(x for x in gen([1, 2])))
print([y * 2 for y in gen([5, 0])])
