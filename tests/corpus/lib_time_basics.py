import time

a = time.monotonic()
time.sleep(0.001)
b = time.monotonic()
print(b > a, time.perf_counter() > 0, time.time() > 1.6e9, isinstance(time.time_ns(), int), time.sleep(0))
t = time.gmtime(0)
print(t.tm_year, t.tm_mon, t[2], t.tm_wday, t.tm_yday, tuple(t), time.strftime("%Y-%m-%d %H:%M:%S %j %a %b", t))
for bad in (-1, -0.5):
    try:
        time.sleep(bad)
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)
