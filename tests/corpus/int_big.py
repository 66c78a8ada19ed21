a = 2 ** 200
b = 10 ** 30 + 7
print(a, b, a + b, a - b, a * b)
print(a // b, a % b, divmod(a, b), -a // b, -a % b, a ** 3 % 1000007, pow(3, 10 ** 20, 10 ** 9 + 7), pow(3, -1, 7))
print(a >> 100, 1 << 70, a & b, a | b, a ^ b, ~a, -a >> 3)
print(a > b, a == 2 ** 200, hash(a) == hash(2 ** 200), -a < b, abs(-a) == a)
print(hex(a), oct(10 ** 20), bin(2 ** 70), int("9" * 40), int("-" + "8" * 30, 9), int("zz", 36), int("0x" + "f" * 20, 16))
print(a.bit_length(), b.bit_count(), (10 ** 18).to_bytes(8, "big"), int.from_bytes(b"\x01\x02" * 10, "little"), (-1).to_bytes(2, "little", signed=True))
print(float(2 ** 100), int(1e25), 2 ** 63 - 1 + 1, (2 ** 64) ** 2, 7 ** 77 % 10 ** 9)
f = 1
for i in range(1, 51):
    f *= i
print(f, str(f)[::-1][:5], len(str(2 ** 1000)), sum(map(int, str(2 ** 100))))
print(f"{10 ** 25:,} {2 ** 80:_x} {-(10 ** 20):+d} {10 ** 21:e}")
print((10 ** 40 + 1) / 10 ** 39, 10 ** 400 // 10 ** 399, 3 ** 100 / 3 ** 99, -(2 ** 62), 2 ** 62 * 4, -(2 ** 47) - 1, 2 ** 47 * 2 ** 47)
for text in ("float(10 ** 400)", "10 ** 400 / 1.0", "1 << -1", "pow(2, -1, 4)", "int('12a')", "int('')", "int('5', 1)", "(300).to_bytes(1, 'big')", "(-1).to_bytes(1, 'big')", "10 ** 400 * 1.0"):
    try:
        print(eval(text))
    except Exception as e:
        print(text, "->", type(e).__name__, e)
