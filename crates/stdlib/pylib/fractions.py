"""Rational numbers."""

import math
import numbers
import operator
import sys

__all__ = ["Fraction"]


def _digits(text, pos):
    """The end of the digits from `pos` on; single underscores may stand between them."""
    end = pos
    while end < len(text) and (text[end].isdecimal() or text[end] == "_" and end > pos and text[end - 1] != "_"):
        end += 1
    if end > pos and text[end - 1] == "_":
        end -= 1
    return end


def _parse(text):
    """The numerator and denominator that a text means, or None."""
    s = text.strip()
    pos, sign = 0, 1
    if s[:1] in ("+", "-"):
        sign, pos = -1 if s[0] == "-" else 1, 1
    whole_end = _digits(s, pos)
    whole = s[pos:whole_end]
    pos = whole_end
    rest = s[pos:]
    if whole and rest.lstrip().startswith("/"):
        after = rest.lstrip()[1:].lstrip()
        end = _digits(after, 0)
        if end == 0 or end != len(after):
            return None
        return sign * int(whole), int(after)
    numerator, denominator = int(whole or "0"), 1
    fraction = ""
    if rest.startswith("."):
        end = _digits(s, pos + 1)
        fraction = s[pos + 1:end].replace("_", "")
        pos = end
    if not whole and not fraction:
        return None
    if fraction:
        scale = 10 ** len(fraction)
        numerator = numerator * scale + int(fraction)
        denominator = scale
    if pos < len(s) and s[pos] in "eE":
        start = pos + 1
        if s[start:start + 1] in ("+", "-"):
            start += 1
        end = _digits(s, start)
        if end == start:
            return None
        exponent = int(s[pos + 1:end])
        if exponent >= 0:
            numerator *= 10 ** exponent
        else:
            denominator *= 10 ** -exponent
        pos = end
    if pos != len(s):
        return None
    return sign * numerator, denominator


class Fraction(numbers.Rational):
    """This class implements rational numbers."""

    __slots__ = ("_numerator", "_denominator")

    def __new__(cls, numerator=0, denominator=None):
        self = super().__new__(cls)
        if denominator is None:
            if type(numerator) is int:
                self._numerator, self._denominator = numerator, 1
                return self
            if isinstance(numerator, numbers.Rational):
                self._numerator, self._denominator = numerator.numerator, numerator.denominator
                return self
            if isinstance(numerator, float) or not isinstance(numerator, type) and (
                    hasattr(numerator, "as_integer_ratio")):
                self._numerator, self._denominator = numerator.as_integer_ratio()
                return self
            if not isinstance(numerator, str):
                raise TypeError("argument should be a string or a Rational instance or have the as_integer_ratio() method")
            parsed = _parse(numerator)
            if parsed is None:
                raise ValueError("Invalid literal for Fraction: %r" % numerator)
            numerator, denominator = parsed
        elif type(numerator) is int is type(denominator):
            pass
        elif isinstance(numerator, numbers.Rational) and isinstance(denominator, numbers.Rational):
            numerator, denominator = (numerator.numerator * denominator.denominator,
                                      denominator.numerator * numerator.denominator)
        else:
            raise TypeError("both arguments should be Rational instances")
        if denominator == 0:
            raise ZeroDivisionError(f"Fraction({numerator}, 0)")
        g = math.gcd(numerator, denominator)
        if denominator < 0:
            g = -g
        self._numerator, self._denominator = numerator // g, denominator // g
        return self

    @classmethod
    def from_number(cls, number):
        """Converts a finite real number to a rational number, exactly."""
        if type(number) is int:
            return cls._make(number, 1)
        if isinstance(number, numbers.Rational):
            return cls._make(number.numerator, number.denominator)
        if isinstance(number, float) or not isinstance(number, type) and hasattr(number, "as_integer_ratio"):
            return cls._make(*number.as_integer_ratio())
        raise TypeError("argument should be a Rational instance or have the as_integer_ratio() method")

    @classmethod
    def from_float(cls, f):
        """Converts a finite float to a rational number, exactly."""
        if isinstance(f, numbers.Integral):
            return cls(f)
        if not isinstance(f, float):
            raise TypeError(f"{cls.__name__}.from_float() only takes floats, not {f!r} ({type(f).__name__})")
        return cls._make(*f.as_integer_ratio())

    @classmethod
    def _make(cls, numerator, denominator, /):
        """A fraction of numbers that are in lowest terms."""
        new = super().__new__(cls)
        new._numerator, new._denominator = numerator, denominator
        return new

    def is_integer(self):
        """Return True if the Fraction is an integer."""
        return self._denominator == 1

    def as_integer_ratio(self):
        """Return a pair of integers, whose ratio is equal to the original Fraction."""
        return self._numerator, self._denominator

    def limit_denominator(self, max_denominator=1000000):
        """Closest Fraction to self with denominator at most max_denominator."""
        if max_denominator < 1:
            raise ValueError("max_denominator should be at least 1")
        if self._denominator <= max_denominator:
            return Fraction(self)
        # Walk down the continued fraction until the next convergent's denominator is too large.
        p0, q0, p1, q1 = 0, 1, 1, 0
        n, d = self._numerator, self._denominator
        while True:
            a = n // d
            q2 = q0 + a * q1
            if q2 > max_denominator:
                break
            p0, q0, p1, q1 = p1, q1, p0 + a * p1, q2
            n, d = d, n - a * d
        k = (max_denominator - q0) // q1
        # The last convergent, or the best semiconvergent beyond it: whichever is nearer.
        if 2 * d * (q0 + k * q1) <= self._denominator:
            return Fraction._make(p1, q1)
        return Fraction._make(p0 + k * p1, q0 + k * q1)

    @property
    def numerator(self):
        return self._numerator

    @property
    def denominator(self):
        return self._denominator

    def __repr__(self):
        return f"{type(self).__name__}({self._numerator}, {self._denominator})"

    def __str__(self):
        return str(self._numerator) if self._denominator == 1 else f"{self._numerator}/{self._denominator}"

    def __format__(self, format_spec, /):
        from _fraction_format import format_fraction
        return format_fraction(self, format_spec)

    def __hash__(self):
        info = sys.hash_info
        try:
            inverse = pow(self._denominator, -1, info.modulus)
        except ValueError:
            result = info.inf
        else:
            result = hash(hash(abs(self._numerator)) * inverse)
        result = result if self._numerator >= 0 else -result
        return -2 if result == -1 else result

    def __eq__(a, b):
        """a == b"""
        if type(b) is int:
            return a._numerator == b and a._denominator == 1
        if isinstance(b, numbers.Rational):
            return a._numerator == b.numerator and a._denominator == b.denominator
        if isinstance(b, numbers.Complex) and b.imag == 0:
            b = b.real
        if isinstance(b, float):
            return 0.0 == b if math.isnan(b) or math.isinf(b) else a == a.from_float(b)
        return NotImplemented

    def _richcmp(self, other, op):
        if isinstance(other, numbers.Rational):
            return op(self._numerator * other.denominator, self._denominator * other.numerator)
        if isinstance(other, float):
            return op(0.0, other) if math.isnan(other) or math.isinf(other) else op(self, self.from_float(other))
        return NotImplemented

    def __lt__(a, b):
        """a < b"""
        return a._richcmp(b, operator.lt)

    def __gt__(a, b):
        """a > b"""
        return a._richcmp(b, operator.gt)

    def __le__(a, b):
        """a <= b"""
        return a._richcmp(b, operator.le)

    def __ge__(a, b):
        """a >= b"""
        return a._richcmp(b, operator.ge)

    def __bool__(a):
        """a != 0"""
        return bool(a._numerator)

    def __pos__(a):
        """+a: Coerces a subclass instance to Fraction"""
        return Fraction._make(a._numerator, a._denominator)

    def __neg__(a):
        """-a"""
        return Fraction._make(-a._numerator, a._denominator)

    def __abs__(a):
        """abs(a)"""
        return Fraction._make(abs(a._numerator), a._denominator)

    def __int__(a):
        """int(a)"""
        return -(-a._numerator // a._denominator) if a._numerator < 0 else a._numerator // a._denominator

    __trunc__ = __int__

    def __floor__(a):
        """math.floor(a)"""
        return a._numerator // a._denominator

    def __ceil__(a):
        """math.ceil(a)"""
        return -(-a._numerator // a._denominator)

    def __round__(self, ndigits=None):
        """round(self, ndigits): half to even"""
        if ndigits is None:
            d = self._denominator
            floor, remainder = divmod(self._numerator, d)
            if remainder * 2 < d or remainder * 2 == d and floor % 2 == 0:
                return floor
            return floor + 1
        shift = 10 ** abs(ndigits)
        if ndigits > 0:
            return Fraction(round(self * shift), shift)
        return Fraction(round(self / shift) * shift)

    def __pow__(a, b, modulo=None):
        """a ** b"""
        if modulo is not None:
            return NotImplemented
        if isinstance(b, numbers.Rational):
            if b.denominator == 1:
                power = b.numerator
                if power >= 0:
                    return Fraction._make(a._numerator ** power, a._denominator ** power)
                if a._numerator > 0:
                    return Fraction._make(a._denominator ** -power, a._numerator ** -power)
                if a._numerator == 0:
                    raise ZeroDivisionError(f"Fraction({a._denominator ** -power}, 0)")
                return Fraction._make((-a._denominator) ** -power, (-a._numerator) ** -power)
            return float(a) ** float(b)
        if isinstance(b, (float, complex)):
            return float(a) ** b
        return NotImplemented

    def __rpow__(b, a, modulo=None):
        """a ** b"""
        if modulo is not None:
            return NotImplemented
        if b._denominator == 1 and b._numerator >= 0:
            return a ** b._numerator
        if isinstance(a, numbers.Rational):
            return Fraction(a.numerator, a.denominator) ** b
        if b._denominator == 1:
            return a ** b._numerator
        return a ** float(b)

    def __copy__(self):
        return self if type(self) is Fraction else self.__class__(self._numerator, self._denominator)

    def __deepcopy__(self, memo):
        return self.__copy__()

    def __reduce__(self):
        return self.__class__, (self._numerator, self._denominator)


def _define(name, exact, fallback):
    """Puts an operator and its reflection on Fraction: `exact` for rational numbers, `fallback` for the others."""
    def forward(a, b):
        if isinstance(b, Fraction):
            return exact(a, b)
        if isinstance(b, int):
            return exact(a, Fraction._make(int(b), 1))
        if isinstance(b, float):
            return fallback(float(a), b)
        if isinstance(b, complex):
            return NotImplemented if fallback in _real_only else fallback(float(a), b)
        return NotImplemented

    def reverse(b, a):
        if isinstance(a, numbers.Rational):
            return exact(Fraction(a), b)
        if isinstance(a, numbers.Real):
            return fallback(float(a), float(b))
        if isinstance(a, numbers.Complex):
            return NotImplemented if fallback in _real_only else fallback(complex(a), float(b))
        return NotImplemented

    forward.__name__, reverse.__name__ = f"__{name}__", f"__r{name}__"
    forward.__doc__, reverse.__doc__ = exact.__doc__, exact.__doc__
    setattr(Fraction, f"__{name}__", forward)
    setattr(Fraction, f"__r{name}__", reverse)


_real_only = (operator.floordiv, operator.mod, divmod)


def _add(a, b):
    """a + b"""
    return Fraction(a._numerator * b._denominator + b._numerator * a._denominator, a._denominator * b._denominator)


def _sub(a, b):
    """a - b"""
    return Fraction(a._numerator * b._denominator - b._numerator * a._denominator, a._denominator * b._denominator)


def _mul(a, b):
    """a * b"""
    return Fraction(a._numerator * b._numerator, a._denominator * b._denominator)


def _div(a, b):
    """a / b"""
    if b._numerator == 0:
        # In lowest terms, as everything else.
        raise ZeroDivisionError(f"Fraction({-1 if a._numerator < 0 else 1}, 0)")
    return Fraction(a._numerator * b._denominator, a._denominator * b._numerator)


def _floordiv(a, b):
    """a // b"""
    return a._numerator * b._denominator // (a._denominator * b._numerator)


def _divmod(a, b):
    """(a // b, a % b)"""
    da, db = a._denominator, b._denominator
    quotient, remainder = divmod(a._numerator * db, da * b._numerator)
    return quotient, Fraction(remainder, da * db)


def _mod(a, b):
    """a % b"""
    da, db = a._denominator, b._denominator
    return Fraction(a._numerator * db % (b._numerator * da), da * db)


_define("add", _add, operator.add)
_define("sub", _sub, operator.sub)
_define("mul", _mul, operator.mul)
_define("truediv", _div, operator.truediv)
_define("floordiv", _floordiv, operator.floordiv)
_define("divmod", _divmod, divmod)
_define("mod", _mod, operator.mod)

# The methods are there now; the class was made before they were.
from abc import update_abstractmethods as _update
_update(Fraction)
del _update
