# reference: 3.13
import threading


class Job(threading.Thread):
    def run(self):
        self.step({})

    def step(self, data):
        return data["missing"]


j = Job()
j.start()
j.join()
print(j.is_alive())
