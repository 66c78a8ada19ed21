print(0xFF, 0o17, 0b1010, 1_000_000, 0x_ff)
print(1.5, .5, 5., 1e10, 1E-5, 1_0.0_1)
print(3j, 1 + 2j)
print("a" "b" 'c')
print(r"\n raw", b"bytes\x00\xff", rb"\d")
print("\x41\u00e9\U0001F600\101\a\b\f\v".encode())
print("""triple
quoted ' " text""")
print("line \
continued")
print(None, True, False, ..., Ellipsis is ...)
print((), (1,), [1], {1}, {1: 2}, {})
