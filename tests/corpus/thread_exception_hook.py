# reference: 3.13
import threading


def fail(n):
    raise ValueError(f"failed {n}")


caught = []


def hook(args):
    caught.append((args.exc_type.__name__, str(args.exc_value), args.thread.name, args.exc_traceback is not None))


old = threading.excepthook
threading.excepthook = hook
ts = [threading.Thread(target=fail, args=(i,), name=f"T{i}") for i in range(2)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(sorted(caught), old is threading.__excepthook__)
threading.excepthook = old


def exits():
    raise SystemExit(5)


t = threading.Thread(target=exits)
t.start()
t.join()
print("SystemExit in a thread is silent")
