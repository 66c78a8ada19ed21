b = b"hello world"
print(b[0], b[-1], b[1:4], b[::-1], len(b), b"wor" in b, 104 in b, list(b[:3]), b + b"!", b * 2, b"a" < b"b", b == b"hello world", b == "hello world")
print(b.upper(), b.title(), b.capitalize(), b.swapcase(), b.replace(b"o", b"0"), b.split(), b.split(b"o"), b.find(b"o"), b.rfind(b"o"), b.count(b"l"), b.index(b"w"), b.startswith(b"he"), b.endswith((b"x", b"ld")))
print(b" x ".strip(), b"xxaxx".strip(b"x"), b",".join([b"a", b"b"]), b"a,b".partition(b","), b"ab".center(6, b"*"), b"7".zfill(3), b"a\tb".expandtabs(4), b"l1\nl2".splitlines(), b"ab".ljust(4) + b"|", b"pre-x".removeprefix(b"pre-"))
print(bytes(3), bytes([65, 66]), bytes("é", "utf-8"), bytes(b"copy"), bytes(range(5)), bytes.fromhex("48 65 6c"), b"Hi".hex(), b"Hi!!".hex(" "), b"abcdef".hex("-", 2), bytes(bytearray(b"z")), bytes())
print(b"abc".isalpha(), b"12".isdigit(), b"a1".isalnum(), b" ".isspace(), b"AB".isupper(), b"Ab".istitle(), b"\x80".isascii(), b"abc".translate(bytes.maketrans(b"ab", b"xy")), b"abc".translate(None, b"b"), repr(b"\x00\xff\n\t\\'\""), hash(b"a") == hash(b"a"), b"%d" % 5)
for text in ("b[50]", "b['a']", "b + 'x'", "bytes([256])", "bytes([-1])", "bytes('x')", "bytes(-1)", "b.index(b'zz')", "bytes.fromhex('xyz')", "bytes.fromhex('abc')", "b.join(['a'])", "bytes(1.5)", "b'a' < 'a'", "b.find('a')", "256 in b", "'a' in b", "bytes(None)", "b.replace('a', 'b')", "bytes([1.5])"):
    try:
        print(text, eval(text))
    except Exception as e:
        print(text, "->", type(e).__name__, e)
try:
    b[0] = 1
except TypeError as e:
    print(e)
