print(True + True, True * 5, -True, True == 1, bool("False"), bool([0]), bool(0.0), bool(""), bool(None), bool())
print(True & False, True | False, True ^ True, type(True & 1).__name__, type(True | False).__name__, isinstance(True, int), int(True), str(True), repr(False), f"{True} {True:d} {True:>6}")
print([10, 20][True], {True: "yes", 1: "one"}, sum([True, False, True]), sorted([True, False]), True < 2, max(True, 5), hash(True) == 1, all([]), any([]), not None)
print("%s %d" % (True, True), True.__class__.__mro__, bool.__bases__, issubclass(bool, int))
try:
    bool(1, 2)
except TypeError as e:
    print(e)
