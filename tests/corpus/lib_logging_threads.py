# reference: 3.13
import logging, threading, queue, logging.handlers, sys
logging.basicConfig(format="%(asctime)s: %(message)s", level=logging.INFO, datefmt="", stream=sys.stdout)
logging.basicConfig(format="[%(levelname)s] (%(threadName)-10s) %(message)s", level=logging.DEBUG, force=True, stream=sys.stdout)
def worker(started, go):
    logging.debug("Starting")
    started.set()
    go.wait()
    logging.debug("Exiting")
ts = []
for i in range(1, 4):
    started, go = threading.Event(), threading.Event()
    t = threading.Thread(target=worker, args=(started, go), name=f"w{i}")
    t.start()
    started.wait()
    ts.append((t, go))
for t, go in ts:
    go.set()
    t.join()
q = queue.Queue()
qh = logging.handlers.QueueHandler(q)
out = logging.StreamHandler(sys.stdout)
out.setFormatter(logging.Formatter("Q %(threadName)s %(message)s"))
lis = logging.handlers.QueueListener(q, out, respect_handler_level=True)
log = logging.getLogger("q"); log.addHandler(qh); log.propagate = False
lis.start()
t = threading.Thread(target=lambda: log.info("hello %s", "q"), name="Q"); t.start(); t.join()
lis.stop()
m = logging.handlers.MemoryHandler(10, target=out)
log2 = logging.getLogger("m"); log2.addHandler(m); log2.propagate = False
log2.info("1"); log2.info("2"); print("before"); log2.error("3"); log2.info("4")
print(m, qh, out, lis.handlers == (out,))
