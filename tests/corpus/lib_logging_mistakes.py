# reference: 3.13
import threading
import logging
logging.basicConfig(level=logging.DEBUG, format="%(levelname)s %(message)s")
def g():
    logging.info("bad", 1, 2)
    logging.info("bad %d", "x")
    logging.info("%s %s", "only")
    logging.info("stack", stack_info=True)
def run(f):
    t = threading.Thread(target=f)
    t.start()
    t.join()
run(g)
logging.getLogger("quiet.one").debug("to root")
logging.basicConfig(level=logging.ERROR)
logging.debug("still")
logging.basicConfig(level=logging.ERROR, force=True)
logging.debug("gone"); logging.error("kept")
logging.captureWarnings(True)
import warnings
warnings.warn("careful")
logging.getLogger().warn("old")
print(logging.getLogger("py.warnings").handlers)
class H(logging.Handler):
    def emit(self, record): print("H", record.levelname, self.format(record))
h = H(level="ERROR"); h.name = "mine"
logging.getLogger("hh").addHandler(h); logging.getLogger("hh").error("x %r", [1]); logging.getLogger("hh").info("y")
print(logging.getHandlerByName("mine") is h, logging.getHandlerNames(), h)
logging.exception("outside")
logging.error("args tuple", exc_info=(ValueError, ValueError(1), None))
import traceback
run(traceback.print_stack)
class T(threading.Thread):
    def run(self): traceback.print_stack()
t = T(); t.start(); t.join()
threading.Timer(0, traceback.print_stack).start()
