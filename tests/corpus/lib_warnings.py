import warnings
import sys

sys.stderr.flush()


def old():
    warnings.warn("old is old", DeprecationWarning, stacklevel=2)


warnings.warn("be careful")
warnings.warn("be careful again", RuntimeWarning)
for _ in range(2):
    warnings.warn("said once here")
old()
with warnings.catch_warnings(record=True) as log:
    warnings.simplefilter("always")
    warnings.warn("one")
    warnings.warn("two", SyntaxWarning)
    print(len(log), [str(w.message) for w in log], log[1].category.__name__, log[0].lineno)
with warnings.catch_warnings():
    warnings.simplefilter("error")
    try:
        warnings.warn("now an error", UserWarning)
    except UserWarning as e:
        print("caught", e)
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    warnings.warn("silent")
warnings.filterwarnings("ignore", message="noise")
warnings.warn("noise in the room")
warnings.warn("signal")
try:
    warnings.warn("x", int)
except TypeError as e:
    print(e)
try:
    warnings.simplefilter("sometimes")
except ValueError as e:
    print(e)


@warnings.deprecated("use new() instead")
def dep():
    return 1


print(dep(), dep.__deprecated__)
print(warnings.formatwarning("msg", UserWarning, "f.py", 3, "line text"))
