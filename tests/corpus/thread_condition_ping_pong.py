# reference: 3.13
import threading

cond = threading.Condition()
turn = "ping"
log = []


def player(me, other, n):
    global turn
    for _ in range(n):
        with cond:
            while turn != me:
                cond.wait()
            log.append(me)
            turn = other
            cond.notify()


ts = [threading.Thread(target=player, args=("ping", "pong", 3)), threading.Thread(target=player, args=("pong", "ping", 3))]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(log)
with cond:
    print(cond.wait(timeout=0.01), cond.wait_for(lambda: False, timeout=0.01), cond.wait_for(lambda: "yes"))
items = []


def consumer():
    with cond:
        cond.wait_for(lambda: len(items) >= 2)
        print("got", items)


t = threading.Thread(target=consumer)
t.start()
for i in range(2):
    with cond:
        items.append(i)
        cond.notify_all()
t.join()
c2 = threading.Condition(threading.Lock())
print(c2.acquire(), c2.acquire(False), c2.release())
