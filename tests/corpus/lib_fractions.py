from fractions import Fraction as F
import math

a, b = F(1, 3), F("2/4")
print(a, repr(b), a + b, a - b, a * b, a / b, -a, abs(F(-1, 2)), a ** 2, a ** -2, b ** 0.5)
print(F(0.125), F("1.25"), F("-3e2"), F(" 7 "), F("1_000/3"), F(7, -3), F(), F(F(1, 2), F(3, 4)), F(True))
print(a + 1, 1 - a, 2 * a, 1 / a, a + 0.5, a == F(2, 6), F(1, 2) == 0.5, a < b, a <= 0.34, F(3) == 3, hash(F(1, 2)) == hash(0.5))
print(F(7, 2) // 1, F(7, 2) % 1, divmod(F(-7, 2), 2), 5 // F(2, 3), int(F(-7, 2)), round(F(7, 2)), round(F(5, 2)), round(F(22, 7), 2), math.floor(F(-1, 2)), math.ceil(F(1, 2)))
print(F(3.14159265).limit_denominator(100), F(22, 7).numerator, F(1, 2).denominator, F(1, 2).as_integer_ratio(), F(4, 2).is_integer(), F.from_float(0.5), float(a), bool(F(0)))
print(f"{F(22, 7):.3f} {F(1, 3):.2e} {F(5):>6} {F(1, 7):%} {F(12345, 2):,.1f} {F(1, 3)}")
print(sum([F(1, 2), F(1, 3), F(1, 6)]), max(a, b), sorted([b, a]), F(1, 2) + 1j, {F(1, 2): "half"}[0.5])
for text in ("F(1, 0)", "F('x')", "F('1/')", "F([])", "F(1.5, 2)", "a / 0", "a // 0", "a + 'x'", "F(1, 2) < 'x'", "F('1/0')"):
    try:
        eval(text)
    except Exception as e:
        print(text, "->", type(e).__name__, e)
