async def forgotten():
    return 1


c = forgotten()
c.close()
print("closed quietly")


async def gen():
    yield 1


g = gen()
print(type(g).__name__)
import types

print(isinstance(g, types.AsyncGeneratorType), isinstance(c, types.CoroutineType))
