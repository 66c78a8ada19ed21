import __future__

print(compile("assert 0; x = __debug__", "a", "exec", optimize=1).co_consts)
space = {}
exec(compile('def f():\n "doc"\n assert 0\n return __debug__', "a", "exec", optimize=2), space)
print(space["f"](), space["f"].__doc__)
source = "def h(x: undefined_name): pass\nprint(h.__annotations__)"
exec(compile(source, "a", "exec", flags=__future__.annotations.compiler_flag))
try:
    exec(source)
except NameError as e:
    print(e)
print(bool(compile("await x", "a", "exec", flags=0x2000).co_flags & 0x80))
for arguments in ({"flags": 1 << 30}, {"optimize": 5}, {"mode": "other"}):
    try:
        compile(**{"source": "1", "filename": "a", "mode": "eval"} | arguments)
    except ValueError as e:
        print(e)
print(__future__.annotations, __future__.division.getMandatoryRelease())
