# reference: 3.13
import threading

t = threading.Thread(target=threading.Event().wait, daemon=True)
print(t.daemon)
t.start()
print(t.is_alive(), threading.Thread().daemon, threading.Thread(daemon=True).daemon)
inherited = []
d = threading.Thread(target=lambda: inherited.append(threading.Thread().daemon), daemon=True)
d.start()
d.join()
print(inherited)
print("main ends, the daemon does not hold it up")
