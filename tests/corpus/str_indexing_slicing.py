s = "héllo wörld"
print(s[0], s[-1], s[1:4], s[:3], s[-3:], s[::2], s[::-1], s[5:2], s[2:100], s[100:], s[-100:2], s[::-3], s[4:1:-1], len(s), s[1] == "é")
print(s * 2, 0 * s, s * -1, "a" + "b" * 3, "abc" < "abd", "Z" < "a", "" < "a", "a" < "aa", "10" < "9", max("hello"), min("hello"), sorted("hello"), list("ab"), "😀x"[0], "😀x"[1])
print(ord("a"), chr(8364), ord("😀"), chr(0x1F600), [ord(c) for c in "aé"], "a" "b" == "ab", hash("abc") == hash("abc"), str(5), str([1, "a"]), str(None), str(b"ab"), str(b"ab", "utf-8"))
for text in ("s[50]", "s['a']", "s[1.0]", "s[0:'x']", "chr(-1)", "chr(0x110000)", "ord('ab')", "ord(5)", "ord('')", "'a' + 1", "'a' * 'b'", "'a' - 'b'", "s[::0]", "str(b'x', 5)", "'a' < 5"):
    try:
        print(text, eval(text))
    except Exception as e:
        print(text, "->", type(e).__name__, e)
try:
    s[0] = "x"
except TypeError as e:
    print(e)
try:
    del s[0]
except TypeError as e:
    print(e)
