a, s, l, d, n, o, t, st, fl, f = 5, "s", [1], {"k": 1}, None, object, (1,), {1}, 1.5, len
import itertools

for x, y in itertools.product(["a", "s", "l", "n"], ["a", "s", "d", "n", "t"]):
    for op in ("+", "-", "*", "<", "@"):
        try:
            eval(f"{x} {op} {y}")
        except TypeError as e:
            print(f"{x} {op} {y} ->", e)
for text in ("-s", "+l", "~fl", "not n", "n[0]", "n()", "n.x", "n in n", "a in a", "a[0]", "f[0]", "s()", "d + d", "st + st", "t - t", "l & l", "d < d", "s % 5", "a % s", "n + 1", "l += 5", "s @ s", "a ** s", "s ** 2", "a // n", "o() < o()", "st < 5", "1 < n", "max(1, 's')", "l[s]", "d[l]", "t['a']", "s[1:'b']", "l.x", "a.real.foo", "f.x", "o.zzz"):
    try:
        if "+=" in text:
            exec(text)
        else:
            print(text, "=", eval(text))
    except Exception as e:
        print(text, "->", type(e).__name__ + ":", e)
x = 5
for stmt in ("x += 'a'", "x -= []", "x *= None", "x[0] = 1", "x.foo = 1", "del x[0]", "for i in x: pass", "a, b = x", "a, b = 1, 2, 3", "a, b, c = 'xy'", "with x: pass", "raise x", "x()", "[*x]", "{**x}", "f'{x:q}'", "assert x is None, 'msg'", "x: int = 'fine'; undefined_name", "import nope_mod", "from math import nope", "l = [1]; l[5] = 1", "d = {}; d['x']['y'] = 1", "print(**x)", "print(*x)", "lambda: x; x.y.z", "async def g(): pass\ng().send(5)" if False else "x.y"):
    try:
        exec(stmt)
        print(stmt, "ok")
    except Exception as e:
        print(stmt, "->", type(e).__name__ + ":", e)
