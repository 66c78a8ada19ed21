for source in ("x = (1", "a b", "def f(:", "x = = 2", "f(**a, *b)", "f(a=1, 2)", "class", "'abc", "for x in", "1 +", "yield 1", "await x", "nonlocal y", "del f()", "x + 1 = 2", "(a, 1) = 2", "else:", "import", "from x import", "lambda: = 1", "def f(a=1, b): pass", "return", "continue", "not = 1", "None = 1", "f() = 1", "a, b += 1", "x: int: 3", "{1: 2, 3}", "[1, 2", "}", "5abc", "0777", "1__0", "0b12", "a = 'x' 'y", "*a", "x = *a", "print 'a'", "raise x from", "with open(x) as 1: pass", "async def f(): yield from x", "@", "a ? b", "x++", "a && b", "a <> b", "!x", "match x: case 1: pass", "if x:", "try: pass", "class A:", "def f():", "while 1: # forever", "if 1:\n  pass\nelse:", "match x:\n case 1:", "x \\"):
    try:
        exec(source)
        print(repr(source), "ok")
    except SyntaxError as e:
        print(repr(source), "->", type(e).__name__, e.msg, (e.lineno, e.offset))
    except Exception as e:
        print(repr(source), "-> ran:", type(e).__name__)
