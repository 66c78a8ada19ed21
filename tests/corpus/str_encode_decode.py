print("héllo".encode(), "héllo".encode("latin-1"), "héllo".encode("ascii", "ignore"), "héllo".encode("ascii", "replace"), "é☃".encode("ascii", "backslashreplace"), "é☃".encode("ascii", "xmlcharrefreplace"), "😀".encode("utf-16-le"), "a".encode("utf-16") in (b"\xff\xfea\x00", b"\xfe\xff\x00a"), "a".encode("utf-32-be"))
print(b"h\xc3\xa9llo".decode(), b"h\xe9".decode("latin-1"), b"h\xff".decode("utf-8", "replace"), b"h\xff".decode("utf-8", "ignore"), b"h\xff".decode("ascii", "backslashreplace"), b"\xff".decode("utf-8", "surrogateescape").encode("utf-8", "surrogateescape"))
for text in ("'é'.encode('ascii')", "'☃x☃'.encode('latin-1')", "b'\\xff'.decode()", "b'\\xe9x'.decode('utf-8')", "b'a\\xc3'.decode()", "b'\\x80'.decode('ascii')", "'a'.encode('nope')", "'\\ud800'.encode()", "b'a'.decode('nope')", "'é'.encode('ascii', 'nope')"):
    try:
        print(text, eval(text))
    except Exception as e:
        print(text, "->", type(e).__name__, e)
e = None
try:
    "aé☃".encode("ascii")
except UnicodeEncodeError as err:
    print(err.encoding, err.start, err.end, err.reason, repr(err.object))
