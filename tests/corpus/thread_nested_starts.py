# reference: 3.13
import threading

log = []


def level(n):
    if n:
        t = threading.Thread(target=level, args=(n - 1,))
        t.start()
        t.join()
    log.append(n)


t = threading.Thread(target=level, args=(5,))
t.start()
t.join()
print(log)


def late():
    gate.wait()
    print("late thread runs after main's last line")


gate = threading.Event()
threading.Thread(target=late).start()
print("main's last line")
gate.set()
