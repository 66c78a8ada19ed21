import warnings

x = 1
print(len("\d"), len(b"\q"))
if x is 1:
    print("the same")
assert (x, "message")


def f():
    for i in range(3):
        try:
            continue
        finally:
            break
    try:
        1 / 0
    finally:
        return "swallowed"


print(f())
try:
    [1, 2](3)
except TypeError as e:
    print(e)
try:
    "text"[1, 2]
except TypeError as e:
    print(e)
exec("y = '\\d'\nprint(y is 'a')")
print(eval("1 is 1"))
compile("'\\q'", "file.py", "eval")
print(~True)


def g():
    return ~False


g()
g()
with warnings.catch_warnings():
    warnings.simplefilter("error")
    for source in ("'\\d'", "1 is 2", "while 1:\n  try: pass\n  finally: break", "assert (1, 2)"):
        try:
            exec(source)
        except SyntaxError as e:
            print(e.msg, e.lineno, e.offset, e.end_offset, repr(e.text))
    try:
        ~True
    except DeprecationWarning as e:
        print("DeprecationWarning", str(e)[:40])
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    exec("1 is 1")
    for w in caught:
        print(w.category.__name__, w.filename, w.lineno)
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    exec("1 is 1")
for i in range(2):
    compile("1 is ()", "again.py", "exec")
