# reference: 3.13
import threading
import queue


class Pool:
    def __init__(self, n):
        self.tasks = queue.Queue()
        self.threads = [threading.Thread(target=self.work, daemon=True) for _ in range(n)]
        for t in self.threads:
            t.start()

    def work(self):
        while True:
            task = self.tasks.get()
            if task is None:
                return
            f, args, box, event = task
            try:
                box.append(f(*args))
            except Exception as e:
                box.append(e)
            event.set()

    def submit(self, f, *args):
        box, event = [], threading.Event()
        self.tasks.put((f, args, box, event))
        return lambda: (event.wait(), box[0])[1]

    def close(self):
        for _ in self.threads:
            self.tasks.put(None)
        for t in self.threads:
            t.join()


pool = Pool(3)
results = [pool.submit(pow, 2, n) for n in range(5)] + [pool.submit(lambda: 1 / 0)]
print([r() if not isinstance(r(), Exception) else repr(r()) for r in results])
pool.close()
print([t.is_alive() for t in pool.threads])
