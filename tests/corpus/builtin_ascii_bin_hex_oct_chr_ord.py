print(ascii("é☃😀a\n"), ascii([1, "é"]), bin(10), bin(-10), hex(255), hex(-255), oct(8), oct(-8), bin(0), hex(2 ** 70), chr(97), chr(0x1F600), ord("a"), ord("😀"), ord(b"a"), bin(True))
