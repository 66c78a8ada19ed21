# reference: 3.13
import threading

data = threading.local()
data.value = "main"
seen = []


def work(n):
    seen.append(hasattr(data, "value"))
    data.value = n
    barrier.wait()
    seen.append(data.value)


barrier = threading.Barrier(2)
ts = [threading.Thread(target=work, args=(i,)) for i in range(2)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(sorted(map(str, seen)), data.value, data.__dict__)


class MyLocal(threading.local):
    default = 5

    def __init__(self, x):
        self.x = x
        inits.append(x)


inits = []
m = MyLocal(7)
m.x = 100
out = []
t = threading.Thread(target=lambda: out.append((m.x, m.default)))
t.start()
t.join()
print(m.x, out, inits)
try:
    threading.local(5)
except TypeError as e:
    print(e)
try:
    data.missing
except AttributeError as e:
    print(e)
del data.value
print(hasattr(data, "value"))
