# What is wrong with source text that the program itself compiles: the traceback sees all of its statement.
import traceback

for source in (
    "fro i in range(3):\n    print(i)\n",
    "x = 1\nwhlie x:\n    pass\n",
    "defbreak load():\n    pass\n",
    "a b\n",
    "x = 1 fi y else 2",
    'print("a\\"b)',
    "print('it\\'s)",
    "print('''it\\'s)",
    "größe = 007 + 1\n",
    "print(größe, 007ж)\n",
    "values = [1, 2\nprint(values)\n",
    "for x in [1, 2]\n    print(x)\n",
):
    try:
        compile(source, "typed.py", "exec")
    except SyntaxError as error:
        traceback.print_exception(error)
        print(error.msg, error.lineno, error.offset, error.args == (error.msg, error.args[1]), len(error.args[1]))
        error.msg = "changed"
        print("".join(traceback.format_exception_only(error)))

exec("fro i in range(3): pass")
