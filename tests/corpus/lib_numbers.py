import numbers
from fractions import Fraction

for value in (1, True, 1.5, 1j, Fraction(1, 2), "x", None):
    print(repr(value), [c.__name__ for c in (numbers.Number, numbers.Complex, numbers.Real, numbers.Rational, numbers.Integral) if isinstance(value, c)])
print(issubclass(int, numbers.Real), issubclass(float, numbers.Rational))
try:
    numbers.Integral()
except TypeError as e:
    print(str(e)[:60])
