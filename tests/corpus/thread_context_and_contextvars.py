# reference: 3.13
import contextvars
import threading

var = contextvars.ContextVar("var", default="unset")
var.set("main")
seen = []


def work():
    seen.append(var.get())
    var.set("worker")
    seen.append(var.get())


t = threading.Thread(target=work)
t.start()
t.join()
print(seen, var.get())
ctx = contextvars.copy_context()
t = threading.Thread(target=ctx.run, args=(work,))
t.start()
t.join()
print(seen, var.get(), ctx[var])
