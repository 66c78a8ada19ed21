# One thread makes, two threads use; a queue between them does the waiting.
# The queue holds at most 3 items, so a fast producer has to wait too:
# look for "blocked" in the timeline.
import queue
import threading
import time

DONE = object()  # tells a consumer that nothing more will come
box = queue.Queue(maxsize=3)


def produce(count):
    for n in range(count):
        box.put(n)
        print("made", n)
    box.put(DONE)
    box.put(DONE)  # one for each consumer


def consume():
    while (item := box.get()) is not DONE:
        time.sleep(0.02)  # using it takes a while
        print("used", item)


producer = threading.Thread(target=produce, args=(12,), name="producer")
names = ("consumer-1", "consumer-2")
consumers = [threading.Thread(target=consume, name=name) for name in names]
for t in (producer, *consumers):
    t.start()
for t in (producer, *consumers):
    t.join()
print("all used, queue empty:", box.empty())
