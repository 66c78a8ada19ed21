import struct, math
for fmt, args in (("<i", (5,)), (">I", (2**32 - 1,)), ("!H", (258,)), ("<q", (-1,)), ("bB?", (-1, 255, 3)), ("<hhl", (1, 2, 3)), ("@bi", (1, 2)), ("=bi", (1, 2)), ("3s5sp", (b"abcd", b"x", b"q")), ("4p", (b"abcdef",)), ("<f", (1.5,)), (">d", (math.pi,)), ("<e", (0.1,)), ("<d", (math.inf,)), ("<f", (1e-45,)), ("<e", (65504.0,)), ("<f", (-0.0,)), ("2xh", (1,)), ("cc", (b"a", b"b")), ("0i", ()), (" < i h ".strip(), (1, 2)), ("<3d", (1, 2.5, True)), ("<d", (5e-324,)), ("<f", (3.4028235e38,)), ("<f", (0.1,))):
    data = struct.pack(fmt, *args)
    print(fmt, data, struct.unpack(fmt, data), struct.calcsize(fmt))
print(struct.unpack("<d", struct.pack("<d", math.nan)), struct.unpack_from(">H", b"\0\1\2\3", 1), list(struct.iter_unpack("<h", b"\1\0\2\0")), struct.calcsize("bhiq"), struct.calcsize("<bhiq"), struct.calcsize("iqb"), struct.calcsize("P"[:0]))
s = struct.Struct("<2i")
buffer = bytearray(10)
s.pack_into(buffer, 1, 7, -7)
print(s.size, s.format, buffer, s.unpack_from(buffer, 1), s.unpack(memoryview(buffer)[1:9]), struct.Struct, struct.error, issubclass(struct.error, Exception))
for bad in (lambda: struct.pack("<i", 2**31), lambda: struct.pack("b", 128), lambda: struct.pack("B", -1), lambda: struct.pack("<H", 70000), lambda: struct.pack("h", 40000), lambda: struct.pack("H", -1), lambda: struct.pack("q", 2**63), lambda: struct.pack("<L", -1), lambda: struct.pack(">B", 300), lambda: struct.pack("i", 2**31), lambda: struct.pack("<Q", 2**64), lambda: struct.pack("<i", "a"), lambda: struct.pack("<i", 1.5), lambda: struct.pack("<ii", 1), lambda: struct.pack("<f", "x"), lambda: struct.pack("3s", "abc"), lambda: struct.pack("c", b"ab"), lambda: struct.pack("y"), lambda: struct.pack("3"), lambda: struct.unpack("<i", b"abc"), lambda: struct.unpack_from("<i", b"abc"), lambda: list(struct.iter_unpack("<i", b"abcde")), lambda: struct.pack("<f", 1e39), lambda: struct.pack("<e", 1e6), lambda: struct.calcsize(5), lambda: struct.pack_into("<i", bytearray(2), 0, 1)):
    try: print(bad())
    except Exception as e: print(type(e).__name__, e)
