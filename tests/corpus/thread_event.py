# reference: 3.13
import threading

e = threading.Event()
print(e.is_set(), e.wait(0.01))
order = []


def waiter(n):
    order.append(("got", e.wait()))


ts = [threading.Thread(target=waiter, args=(i,)) for i in range(3)]
for t in ts:
    t.start()
order.append("setting")
e.set()
for t in ts:
    t.join()
print(order[0], len(order), e.is_set(), e.wait())
e.clear()
print(e.is_set(), "unset" in repr(e))
