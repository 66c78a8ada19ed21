import io

b = io.BytesIO(b"hello")
print(b.read(2), b.tell(), b.read(), b.getvalue(), b.seek(0), b.write(b"J"), b.getvalue(), b.seek(-2, 2), b.read())
b.seek(7)
b.write(b"!")
print(b.getvalue(), b.truncate(3), b.getvalue())
l = io.BytesIO(b"a\nb\nc")
print(l.readline(), l.readlines(), list(io.BytesIO(b"1\n2")), bytes(l.getbuffer()) if False else l.getvalue())
buf = bytearray(3)
print(io.BytesIO(b"xyzw").readinto(buf), buf)
with io.BytesIO() as w:
    w.writelines([b"a", b"b"])
    print(w.getvalue(), w.closed)
for f in (lambda: w.read(), lambda: io.BytesIO().write("str"), lambda: io.BytesIO("str"), lambda: io.BytesIO().seek(-1), lambda: io.BytesIO().seek(0, 9)):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)
print(isinstance(b, io.BufferedIOBase), isinstance(b, io.TextIOBase))
