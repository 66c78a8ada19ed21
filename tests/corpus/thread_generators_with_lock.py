# reference: 3.13
import threading


class Safe:
    def __init__(self, it):
        self.it, self.lock = iter(it), threading.Lock()

    def __iter__(self):
        return self

    def __next__(self):
        with self.lock:
            return next(self.it)


def numbers():
    for i in range(300):
        yield i


source, out = Safe(numbers()), []
ts = [threading.Thread(target=lambda: out.extend(list(source))) for _ in range(4)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(len(out), sorted(out) == list(range(300)))
