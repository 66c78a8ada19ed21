# Two threads add to one counter. Does any addition get lost?
# Run it with the GIL on, then flip the switch and run it again.
import threading

N = 200_000
counter = 0


def work():
    global counter
    for _ in range(N):
        counter += 1  # read counter, add 1, write it back: three steps


threads = [threading.Thread(target=work) for _ in range(2)]
for t in threads:
    t.start()
for t in threads:
    t.join()

print("expected", 2 * N)
print("counter ", counter)
print("lost    ", 2 * N - counter)

# With the GIL, CPython 3.10 and later lose nothing here: a thread lets go of
# the GIL only at the end of a turn, never between reading and writing.
# That is luck, not a promise. Try the models 3.9 and "every", or no GIL.
