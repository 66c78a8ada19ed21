# reference: 3.13
import threading

lock = threading.Lock()
count = 0


def work():
    global count
    with lock:
        count += 1


ts = [threading.Thread(target=work) for _ in range(300)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(count, threading.active_count())
