# reference: 3.13
import threading


class RWLock:
    def __init__(self):
        self.cond = threading.Condition()
        self.readers = 0
        self.writing = False

    def read(self):
        with self.cond:
            self.cond.wait_for(lambda: not self.writing)
            self.readers += 1

    def read_done(self):
        with self.cond:
            self.readers -= 1
            self.cond.notify_all()

    def write(self):
        with self.cond:
            self.cond.wait_for(lambda: not self.writing and self.readers == 0)
            self.writing = True

    def write_done(self):
        with self.cond:
            self.writing = False
            self.cond.notify_all()


lock, data, torn = RWLock(), [0, 0], []


def writer():
    for _ in range(50):
        lock.write()
        data[0] += 1
        data[1] += 1
        lock.write_done()


def reader():
    for _ in range(50):
        lock.read()
        if data[0] != data[1]:
            torn.append(tuple(data))
        lock.read_done()


ts = [threading.Thread(target=f) for f in (writer, reader, writer, reader)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(data, torn)
