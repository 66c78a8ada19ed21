print(int(3.99), int(-3.99), int("42"), int(" -7 "), int("1_000"), int("ff", 16), int("0b101", 0), int("0o17", 0), int(True), int(b"12"), int("٣"))
print((5).bit_length(), (0).bit_length(), (255).bit_count(), (6).as_integer_ratio(), (5).conjugate(), (5).real, (5).imag, (7).numerator, (7).denominator, (3).is_integer())
print(round(15, -1), round(25, -1), round(5), round(1234567, -3), round(-15, -1))
print(int.from_bytes(b"\xff\x00"), int.from_bytes([1, 0], "big"), (1024).to_bytes(2), (5).__add__(3), (5).__add__("x"), int(), bool(int("0")))
print(-7 // 2, -7 % 2, 7 // -2, 7 % -2, 0 // 5, 5 % 5, 1 ** 0, 0 ** 0, (-2) ** 3, 2 ** -2)
print(5 .real, 1_000 == 1000, 0xFF, 0b11, 0o7, 1e3 == 1000, 10 == 10.0, 3 & 5, 3 | 5, 3 ^ 5, ~3)
for text in ("int('1.5')", "int('abc')", "int(None)", "int([])", "int('z', 36) and int('z', 35)", "int('1' , 40)", "int(float('nan'))", "int(float('inf'))", "1 // 0", "1 % 0", "1 / 0", "0 ** -1", "int('1__0')", "int(1.5, 2)", "5 + 'a'", "'a' + 5", "5 < 'a'", "-'a'", "5 @ 5", "5 // 'a'", "divmod(1, 0)", "(1).foo", "1 << 'a'", "~1.5", "round(1, 'a')"):
    try:
        print(text, eval(text))
    except Exception as e:
        print(text, "->", type(e).__name__, e)
