# reference: 3.13
import threading

main = threading.main_thread()
print(main is threading.current_thread(), main.name, main.daemon, main.is_alive(), threading.active_count(), threading.enumerate() == [main])
gate = threading.Event()
ts = [threading.Thread(target=gate.wait, name=f"t{i}") for i in range(3)]
for t in ts:
    t.start()
print(threading.active_count(), sorted(t.name for t in threading.enumerate()), all(t.is_alive() for t in ts))
gate.set()
for t in ts:
    t.join()
print(threading.active_count(), threading.get_ident() == main.ident, len({t.ident for t in ts}) >= 1, main.native_id is not None)
print(repr(main).startswith("<_MainThread(MainThread, started "), repr(ts[0]).startswith("<Thread(t0, stopped "), repr(threading.Thread(name="n", daemon=True)))
