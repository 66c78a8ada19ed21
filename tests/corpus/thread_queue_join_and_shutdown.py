# reference: 3.13
import queue
import threading

q = queue.Queue()
done = []


def worker():
    while True:
        try:
            item = q.get()
        except queue.ShutDown:
            return
        done.append(item * 2)
        q.task_done()


ts = [threading.Thread(target=worker) for _ in range(3)]
for t in ts:
    t.start()
for i in range(10):
    q.put(i)
q.join()
print(sorted(done))
q.shutdown()
for t in ts:
    t.join()
try:
    q.put(1)
except queue.ShutDown as e:
    print("shut down", repr(e))
q2 = queue.Queue()
q2.put(1)
q2.shutdown(immediate=True)
try:
    q2.get()
except queue.ShutDown:
    print("nothing left")
q3 = queue.Queue()
q3.put("kept")
q3.shutdown()
print(q3.get(), q3.is_shutdown)
