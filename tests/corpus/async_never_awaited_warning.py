async def forgotten():
    return 1


async def forgets():
    forgotten()
    return await forgotten()


def in_function():
    forgotten()
    x = 1
    return x


print(in_function())
c = forgotten()
c = 5
print(c)
task = forgets()
try:
    task.send(None)
except StopIteration as stop:
    print(stop.value)
try:
    task.throw(ValueError("late"))
except RuntimeError as error:
    print(error)
closed = forgotten()
closed.close()
del closed
with __import__("warnings").catch_warnings(record=True) as caught:
    forgotten()
print([str(w.message) for w in caught])


async def numbers():
    yield 1


print(repr(numbers()).split(" at ")[0])
print("end")
