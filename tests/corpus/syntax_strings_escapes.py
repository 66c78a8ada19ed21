print("a\tb\nc\\d\'e\"f")
print('\x41\u0042\U00000043\103', "\0".encode(), "\7\10".encode())
print(r"raw \n \x", rb"raw \n", R"also \t")
print("""triple "quotes" inside
and newlines""", '''single ' inside''')
print("joined " "together" ' here')
print(len("\
"), repr("\r\n"), repr("\x7f\x80\xa0\u200b\ud800"), repr("'"), repr('"'), repr("'\""))
print(ascii("é☃😀"), "é☃😀", len("😀"), "\N{BULLET}" if True else "")
print(b"bytes\x01\n\\", b'"', b"'", b"'\"")
