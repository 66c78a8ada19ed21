print(eval("1 + 2"), eval("x * 2", {"x": 5}), eval("a + b", {"a": 1}, {"b": 2}), eval(" 3 "), eval("[i for i in range(3)]"))
ns = {}
exec("y = 5\ndef f(): return y + 1\nz = f()", ns)
print(ns["y"], ns["z"], sorted(k for k in ns if not k.startswith("__")))
code = compile("a + 1", "<test>", "eval")
print(eval(code, {"a": 2}), code.co_filename, type(code).__name__)
exec(compile("print('from exec')", "<s>", "exec"))
exec(compile("print('single'); 5", "<s>", "single"))


def f():
    x = 1
    exec("x = 2")
    return x, eval("x")


print(f())
for text in ("1 +", "x = 1", "undefined_thing"):
    try:
        eval(text)
    except Exception as e:
        print(type(e).__name__, e.args[0])
try:
    exec("1/0")
except ZeroDivisionError as e:
    print(e)
try:
    compile("x", "f", "nope")
except ValueError as e:
    print(e)
print(eval("lambda v: v * 2")(4), eval("(yield_ := 3)"), eval(b"1 + 1"))
