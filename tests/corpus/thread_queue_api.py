# reference: 3.13
import queue
import threading

q = queue.Queue(2)
q.put(1)
q.put_nowait(2)
print(q.qsize(), q.full(), q.empty(), q.maxsize)
for f in (lambda: q.put(3, block=False), lambda: q.put(3, timeout=0.01), lambda: q.put_nowait(3)):
    try:
        f()
    except queue.Full as e:
        print("full", repr(e))
print(q.get(), q.get_nowait())
for f in (lambda: q.get(block=False), lambda: q.get(timeout=0.01), q.get_nowait):
    try:
        f()
    except queue.Empty as e:
        print("empty", repr(e))
q.task_done()
q.task_done()
try:
    q.task_done()
except ValueError as e:
    print(e)
q.join()
l = queue.LifoQueue()
p = queue.PriorityQueue()
for i in (3, 1, 2):
    l.put(i)
    p.put((i, str(i)))
print([l.get() for _ in range(3)], [p.get() for _ in range(3)])
s = queue.SimpleQueue()
s.put("a")
print(s.qsize(), s.empty(), s.get(), s.empty())
try:
    s.get_nowait()
except queue.Empty:
    print("simple empty")
try:
    q.put(1, timeout=-1)
    q.get(timeout=-1)
except ValueError as e:
    print(e)
