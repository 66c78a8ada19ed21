# reference: 3.13
import threading

gate = threading.Event()
t = threading.Thread(target=gate.wait)
t.start()
print(t.join(timeout=0.01), t.is_alive(), t.join(0), t.join(-1), t.is_alive())
gate.set()
t.join(timeout=10)
print(t.is_alive())
chain = []


def first():
    chain.append("first")


def second(before):
    before.join()
    chain.append("second")


a = threading.Thread(target=first)
b = threading.Thread(target=second, args=(a,))
a.start()
b.start()
b.join()
print(chain)
