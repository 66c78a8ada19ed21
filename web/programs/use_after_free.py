# What if the GIL were simply deleted, and nothing put in its place?
# Choose the model "naive" and trace this. Other models print [1, 2].
import threading

ROUNDS = 20_000
data = [1, 2]


def borrow():
    for _ in range(ROUNDS):
        mine = data  # one reference more: read the count, add 1, write it back
        mine = None  # one less, in three steps as well


threads = [threading.Thread(target=borrow) for _ in range(2)]
for t in threads:
    t.start()
for t in threads:
    t.join()

print(data)

# Where both threads change the count at a time, one change is lost. A lost
# increment: the list is freed although it is in use. A lost decrement: it is
# never freed. That is what the GIL protects: the interpreter itself.
