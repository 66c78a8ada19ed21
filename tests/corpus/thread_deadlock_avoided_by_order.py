# reference: 3.13
import threading


class Account:
    def __init__(self, number, balance):
        self.number, self.balance, self.lock = number, balance, threading.Lock()


def transfer(a, b, amount):
    first, second = sorted((a, b), key=lambda x: x.number)
    with first.lock, second.lock:
        a.balance -= amount
        b.balance += amount


x, y = Account(1, 1000), Account(2, 1000)
ts = [threading.Thread(target=lambda: [transfer(x, y, 1) for _ in range(200)]), threading.Thread(target=lambda: [transfer(y, x, 2) for _ in range(200)])]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(x.balance, y.balance)
