async def fail(n):
    return 10 / n


async def main():
    await fail(5)
    await fail(0)


try:
    main().send(None)
except StopIteration:
    pass
