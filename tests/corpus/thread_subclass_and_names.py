# reference: 3.13
import threading


class Worker(threading.Thread):
    def __init__(self, n):
        super().__init__(name=f"worker-{n}")
        self.n = n
        self.result = None

    def run(self):
        self.result = self.n ** 2
        self.seen_name = threading.current_thread().name


ws = [Worker(i) for i in range(3)]
for w in ws:
    w.start()
for w in ws:
    w.join()
print([(w.name, w.result, w.seen_name) for w in ws])
t = threading.Thread(target=lambda: None)
print(t.name, t.daemon, t.is_alive(), t.ident)
t.name = "renamed"
print(t.name)
t.start()
t.join()
print(t.is_alive(), t.ident is not None, threading.Thread(name="given").name, threading.Thread(target=print).name)


class NoInit(threading.Thread):
    def __init__(self):
        pass


try:
    NoInit().start()
except RuntimeError as e:
    print(e)
