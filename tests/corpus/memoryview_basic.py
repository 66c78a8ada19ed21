# memoryview: a window on bytes.
b = bytearray(b"hello world")
m = memoryview(b)
print(len(m), m[0], m[-1], bytes(m[6:]), m[::2].tobytes(), m[::-1].tolist()[:3], m.readonly, m.nbytes, m.itemsize, m.ndim, m.format, m.shape, m.strides)
m[0] = ord("J")
m[1:3] = b"EL"
print(b, m == b, m[6:] == b"world", bytes(m) == bytes(b), m.obj is b)
part = m[6:]
part[0] = 87
print(b, part.hex(), list(part), sum(part), 87 in part)
r = memoryview(b"abc")
print(r.readonly, hash(r) == hash(b"abc"), b"-".join([r, b"x"]), b"" + bytes(r), r[1:].tobytes(), bytearray(r), int.from_bytes(r, "big"))
for text in ("memoryview(5)", "memoryview('a')", "r[0]", "r.__setitem__(0, 1)", "m.__setitem__(0, 300)", "m.__setitem__(slice(0, 2), b'abc')", "m[99]", "m['a']", "hash(m)"):
    try:
        print(text, "->", eval(text))
    except Exception as e:
        print(text, "->", type(e).__name__, e)
with memoryview(b"xyz") as v:
    print(v.tobytes())
try:
    v[0]
except ValueError as e:
    print(e)
