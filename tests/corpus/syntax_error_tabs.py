# Indentation that means one thing or another by how wide a tab is.
for text in [
    "def f(x):\n\tif x:\n        return 1\n",
    "if x:\n\ty = 1\n        z = 2\n",
    "if x:\n        if y:\n\t\tz = 2\n",
    "class A:\n    def f(self):\n\treturn 1\n",
    "class A:\n    def f(self):\n        return 1\n\tdef g(self): pass\n",
    "if x:\n  \ty = 1\n\tz = 2\n",
]:
    try:
        compile(text, "mixed.py", "exec")
    except SyntaxError as e:
        print(type(e).__name__, e, e.lineno, e.offset)
compile("if x:\n\ty = 1\nif x:\n        y = 1\n", "fine.py", "exec")
