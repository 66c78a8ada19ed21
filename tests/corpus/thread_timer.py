# reference: 3.13
import threading

done = threading.Event()
log = []
t = threading.Timer(0.01, lambda a, b=0: (log.append((a, b)), done.set()), args=[1], kwargs={"b": 2})
t.start()
done.wait()
t.join()
print(log, t.is_alive(), t.finished.is_set())
c = threading.Timer(60, log.append, ["never"])
c.start()
c.cancel()
c.join()
print(log, isinstance(c, threading.Thread))
