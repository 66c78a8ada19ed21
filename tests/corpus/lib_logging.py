import logging, sys
logging.warning("plain %s", 1)
logging.info("no")
print(logging.getLogger(), logging.getLogger("a"), len(logging.root.handlers))
log = logging.getLogger("app.db")
print(log.parent, logging.getLogger("app").name, log.parent, log.getEffectiveLevel(), log.isEnabledFor(20))
log.setLevel("DEBUG")
h = logging.StreamHandler(sys.stdout)
h.setFormatter(logging.Formatter("%(levelname)-8s|%(name)s|%(threadName)s|%(funcName)s:%(lineno)d|%(filename)s %(module)s|%(message)s"))
log.addHandler(h)
log.propagate = False
def f():
    log.debug("in %s %d", "f", 3)
    log.info("map %(a)s", {"a": 1})
    log.log(25, "lvl")
    log.critical("c")
    try:
        1 / 0
    except ZeroDivisionError:
        log.exception("oops")
        log.error("no tb")
        log.warning("tb", exc_info=True)
    log.error("e", exc_info=ValueError("v"))
    log.info("up", stacklevel=2)
f()
logging.addLevelName(25, "NOTICE"); log.log(25, "named")
print(logging.getLevelName(25), logging.getLevelName("INFO"), logging.getLevelName(3), logging.getLevelName("X"))
for bad in (lambda: log.setLevel("FOO"), lambda: log.setLevel(1.5), lambda: logging.getLogger(5), lambda: log.log("x", "y"), lambda: logging.Formatter("%x"), lambda: logging.Formatter("{", style="{"), lambda: logging.Formatter("x", style="{"), lambda: logging.Formatter("abc", style="$"), lambda: logging.Formatter("%(x)s", style="#"), lambda: logging.basicConfig(foo=1, force=True), lambda: logging.basicConfig(stream=1, filename="x", force=True), lambda: log.info("x", extra={"name": 1}), lambda: log.info("x", extra={"message": 1}), lambda: logging.Handler().emit(1), lambda: log.info(), lambda: log.info("x", foo=1), lambda: logging.setLoggerClass(int), lambda: logging.disable("zz"),lambda: logging.Formatter("%(nope)s").format(logging.makeLogRecord({"msg": "m"}))):
    try: print(bad())
    except Exception as e: print(type(e).__name__, e)
print(logging.NullHandler(), logging.Handler(10), log, logging.makeLogRecord({"msg": "m", "levelno": 10}), logging.LoggerAdapter(log, {}))
class F(logging.Filter):
    def filter(self, r):
        r.msg = "F:" + r.msg
        return "no" not in r.msg
log.addFilter(F())
log.addFilter(lambda r: True)
log.info("ok"); log.info("no")
a = logging.LoggerAdapter(log, {"user": "bob"})
h.setFormatter(logging.Formatter("{user} {message} {levelno:>4}", style="{"))
a.info("hi %s", "x"); a.warning("w"); a.setLevel(30); a.info("n")
h.setFormatter(logging.Formatter("$levelname ${message} $$", style="$", defaults={"q": 1}))
log.error("dollar")
logging.disable(logging.ERROR); log.error("x"); log.critical("y"); logging.disable(logging.NOTSET)
print(logging.getLogger("app").getChild("x").name, sorted(l.name for l in logging.getLogger("app").getChildren()), log.hasHandlers(), logging.getLogger("zz").hasHandlers())
print(logging.getLevelNamesMapping())
r = logging.LogRecord("n", 20, "/a/b.py", 5, "m %s", (1,), None)
print(r.getMessage(), r.filename, r.module, r.levelname, r.processName, r.threadName, r)
