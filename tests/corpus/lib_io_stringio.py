import io

s = io.StringIO()
print(s.write("hello "), s.write("world\n"), s.getvalue(), s.tell())
print("printed", 1, file=s)
print(repr(s.getvalue()), s.seek(0), s.read(5), s.read(), s.read())
s.seek(0)
print(s.readline(), s.readlines(), s.seek(0, 2), s.truncate(5), repr(s.getvalue()))
r = io.StringIO("line1\nline2\nlast")
print([l for l in r], r.seek(0), next(r), r.readline(3), r.read())
w = io.StringIO("abcdef")
w.write("XY")
print(w.getvalue(), w.seek(10), w.write("!"), repr(w.getvalue()))
w.writelines(["1", "2"])
print(repr(w.getvalue()), w.readable(), w.writable(), w.seekable(), w.closed, w.isatty())
with io.StringIO("ctx") as c:
    print(c.read())
print(c.closed)
for f in (lambda: c.read(), lambda: c.write("x"), lambda: io.StringIO(5), lambda: io.StringIO().write(5), lambda: io.StringIO().seek(-1), lambda: io.StringIO("x", newline="q"), lambda: io.StringIO().seek(1, 1), lambda: io.StringIO().fileno()):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)
print(repr(io.StringIO("a\r\nb\rc", newline=None).read()), io.StringIO("a\r\nb\rc\n", newline="").readlines(), io.StringIO("x\ny").readlines(1))
print(isinstance(s, io.TextIOBase), isinstance(s, io.IOBase), type(s).__name__, type(s).__module__, io.SEEK_END)
