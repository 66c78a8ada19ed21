class Custom(Exception):
    pass


class WithStr(Exception):
    def __str__(self):
        return "custom text"


for e in (ValueError(), ValueError("one"), ValueError("one", 2), KeyError("k"), KeyError(), KeyError(1, 2), Custom("c"), WithStr("x"), SystemExit(), SystemExit(3), StopIteration(5), AssertionError([1]), NameError("n", name="x"), AttributeError("a", name="n", obj=5), ImportError("i", name="m", path="p"), SyntaxError("bad", ("f.py", 3, 5, "text")), UnicodeDecodeError("utf-8", b"\xff", 0, 1, "reason"), UnicodeEncodeError("ascii", "é", 0, 1, "r"), OSError(5, "io"), Exception(None), Exception(("t",))):
    print(repr(e), "|", e, "|", e.args)
print(StopIteration(5).value, SystemExit(3).code, AttributeError("a", name="n", obj=5).obj, ImportError("i", name="m").name, NameError("n", name="x").name)
print(ValueError("a") == ValueError("a"), [ValueError("x")], bool(ValueError()), ValueError("a").__dict__)
for text in ("ValueError(x=1)", "KeyError('a').foo", "OSError(1, 2, 3, 4, 5, 6)", "UnicodeDecodeError('a')"):
    try:
        eval(text)
    except Exception as e:
        print(text, "->", type(e).__name__, e)
