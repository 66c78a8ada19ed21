a = bytearray(b"hello")
a[0] = 72
a.append(33)
a.extend(b" you")
a += b"!"
print(a, len(a), a[0], a[-1:], bytes(a), a.decode())
a[1:3] = b"EEE"
del a[0]
a.insert(0, 65)
print(a, a.pop(), a.pop(0), a)
a.remove(ord("o"))
a.reverse()
print(a, a.upper(), a.find(b"l"), a.replace(b"l", b"L"), a.split(b"l"), a.copy() == a, a is a.copy())
a.clear()
print(a, bytearray(3), bytearray([1, 2]), bytearray("é", "utf8"), bytearray(b"x") * 3, bytearray(b"ab") == b"ab", bytearray(b"a") + b"b", b"a" + bytearray(b"b"), bytearray.fromhex("ff00"), bytearray(b"abc").hex())
b = bytearray(b"abcdef")
b[::2] = b"XYZ"
print(b, b[::-1], 88 in b, list(b)[:2], b.startswith(b"X"), bytearray(b"x").join([b"1", b"2"]))
b *= 2
print(b)
for text in ("bytearray([300])", "b.append(256)", "b.append('a')", "b.remove(1)", "bytearray().pop()", "b[99]", "bytearray('x')", "hash(b)", "b.extend('x')", "b.insert('a', 1)", "b.index(b'q')"):
    try:
        print(text, eval(text))
    except Exception as e:
        print(text, "->", type(e).__name__, e)
for action in ("b[0] = 256", "b[0] = 'a'", "b[0:2] = 5", "b[::2] = b'toolongvalue'"):
    try:
        exec(action)
    except Exception as e:
        print(action, "->", type(e).__name__, e)
