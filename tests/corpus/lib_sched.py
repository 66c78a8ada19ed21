import sched, time
class Clock:
    def __init__(s): s.t = 0
    def time(s): return s.t
    def sleep(s, d): s.t += d
c = Clock()
s = sched.scheduler(c.time, c.sleep)
def act(n, k=None): print(c.t, n, k)
s.enter(5, 1, act, ("five",)); s.enter(2, 2, act, ("two b",), {"k": 1}); s.enter(2, 1, act, argument=("two a",))
e = s.enterabs(3, 1, act, ("three",))
print(s.empty(), [x.argument for x in s.queue], e.time, e.priority, e._fields)
s.cancel(e)
try: s.cancel(e)
except ValueError as err: print("ValueError", err)
print(s.run(blocking=False)); s.run(); print(s.empty(), c.t)
