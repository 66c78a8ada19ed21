import gc
import sys

print(gc.isenabled(), gc.collect() >= 0, gc.disable(), gc.isenabled(), gc.enable())
print(sys.version_info[:2], sys.version_info.major, sys.version_info >= (3, 14), sys.byteorder, sys.implementation.name != "", sys.argv == ["lib_gc_and_sys_basics.py"], sys.getrecursionlimit(), isinstance(sys.maxsize, int), sys.maxunicode, sys.float_info.max, sys.float_info.epsilon)
print(sys.getrefcount([]) >= 1, sys.intern("abc") == "abc", "sys" in sys.modules, sys.exc_info(), sys.getsizeof([]) > 0, sys.stdin is not None, sys.flags.optimize, callable(sys.exit), sys.getdefaultencoding(), sys.int_info.bits_per_digit > 0, sys.hash_info.inf)


class Cycle:
    def __init__(self):
        self.me = self

    def __del__(self):
        print("collected")


Cycle()
gc.collect()
print("after")
