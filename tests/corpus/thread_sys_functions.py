# reference: 3.13
import sys
import threading

print(sys.getswitchinterval() > 0)
old = sys.getswitchinterval()
sys.setswitchinterval(0.001)
print(round(sys.getswitchinterval(), 6))
for bad in (0, -1):
    try:
        sys.setswitchinterval(bad)
    except ValueError as e:
        print(e)
sys.setswitchinterval(old)
print(sys._is_gil_enabled() in (True, False), threading.stack_size() >= 0, threading.settrace(None), threading.setprofile(None), threading.gettrace(), threading.getprofile())
