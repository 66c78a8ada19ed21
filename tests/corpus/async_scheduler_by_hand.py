from collections import deque


class Sleep:
    def __init__(self, ticks):
        self.ticks = ticks

    def __await__(self):
        for _ in range(self.ticks):
            yield


async def worker(name, ticks, log):
    for i in range(2):
        log.append(f"{name}{i}")
        await Sleep(ticks)
    return name.upper()


def run(*coros):
    ready = deque(enumerate(coros))
    results = {}
    while ready:
        i, co = ready.popleft()
        try:
            co.send(None)
        except StopIteration as e:
            results[i] = e.value
        else:
            ready.append((i, co))
    return [results[i] for i in sorted(results)]


log = []
print(run(worker("a", 1, log), worker("b", 2, log), worker("c", 0, log)), log)
