print(7.5 // 2, -7.5 // 2, 7.5 % 2, -7.5 % 2, 7.5 % -2, divmod(-7.5, 2), 2.0 ** 0.5, (-8) ** (1 / 3), 0.0 == -0.0, 1e308 + 1e308)
print(round(2.5), round(3.5), round(-2.5), round(2.675, 2), round(1.005, 2), round(1234.5678, -2), round(0.5), round(1e20), round(2.5, 0), round(5.015, 2), round(-0.4))
print((0.5).as_integer_ratio(), (3.0).is_integer(), (3.5).is_integer(), (0.1).hex(), float.fromhex("0x1.8p1"), (1.5).conjugate(), 1.5 .real, float.fromhex("inf"), (-0.0).hex())
nan, inf = float("nan"), float("inf")
print(nan == nan, nan != nan, nan < 1, inf > 1e308, inf - inf, inf * 0, -inf < inf, nan in [nan], inf // 1, 5 % inf, -5 % inf, min(nan, 1), max(1, nan), sorted([3, inf, -inf]))
print(hash(1.0) == hash(1), hash(inf), hash(-inf), 0.1 + 0.1 + 0.1 == 0.3, sum([0.1] * 10), 1.1 * 3, 4.35 * 100, 1e16 + 1, int(1e16))
print(3.7 // 1, 3.7 - 3.7 // 1, float(10 ** 17 + 1), 2 ** 53 + 1.0, 1 == 1.0, 10 ** 16 == 1e16, 2 ** 53 + 1 == 2.0 ** 53 + 1, 1 < 1.5 < 2)
for text in ("1.0 / 0", "1.0 // 0", "1.0 % 0", "0.0 ** -1", "float('x')", "float('')", "float([])", "(-1.0) ** 0.5 and 1", "round(nan)", "round(inf)", "1.5 & 1", "1.5 << 1", "range(1.5)", "float.fromhex('zz')", "inf.as_integer_ratio()", "'a' * 1.5"):
    try:
        print(text, eval(text))
    except Exception as e:
        print(text, "->", type(e).__name__, e)
