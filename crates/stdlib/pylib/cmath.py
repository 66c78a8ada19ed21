"""Functions for complex numbers (C99, Annex G)."""

import math

__all__ = ["acos", "acosh", "asin", "asinh", "atan", "atanh", "cos", "cosh", "exp", "isclose", "isfinite", "isinf", "isnan",
           "log", "log10", "phase", "polar", "rect", "sin", "sinh", "sqrt", "tan", "tanh",
           "e", "inf", "infj", "nan", "nanj", "pi", "tau"]

pi, e, tau, inf, nan = math.pi, math.e, math.tau, math.inf, math.nan
infj, nanj = complex(0.0, inf), complex(0.0, nan)


def _complex(z):
    if type(z) is complex:
        return z
    if isinstance(z, str):
        raise TypeError(f"must be real number, not {type(z).__name__}")
    return complex(z)


def isfinite(z, /):
    """Return True if both the real and imaginary parts of z are finite, else False."""
    z = _complex(z)
    return math.isfinite(z.real) and math.isfinite(z.imag)


def isinf(z, /):
    """Checks if the real or imaginary part of z is infinite."""
    z = _complex(z)
    return math.isinf(z.real) or math.isinf(z.imag)


def isnan(z, /):
    """Checks if the real or imaginary part of z not a number (NaN)."""
    z = _complex(z)
    return math.isnan(z.real) or math.isnan(z.imag)


def isclose(a, b, *, rel_tol=1e-09, abs_tol=0.0):
    """Determine whether two complex numbers are close in value."""
    if rel_tol < 0.0 or abs_tol < 0.0:
        raise ValueError("tolerances must be non-negative")
    a, b = _complex(a), _complex(b)
    if a == b:
        return True
    if isinf(a) or isinf(b):
        return False
    diff = abs(a - b)
    return diff <= rel_tol * abs(b) or diff <= rel_tol * abs(a) or diff <= abs_tol


def phase(z, /):
    """Return argument, also known as the phase angle, of a complex."""
    z = _complex(z)
    return math.atan2(z.imag, z.real)


def polar(z, /):
    """Convert a complex from rectangular coordinates to polar coordinates."""
    z = _complex(z)
    return abs(z), math.atan2(z.imag, z.real)


def rect(r, phi, /):
    """Convert from polar coordinates to rectangular coordinates."""
    r, phi = float(r), float(phi)
    if math.isinf(phi) and not math.isnan(r) and r != 0.0:
        raise ValueError("math domain error")
    if phi == 0.0:
        return complex(r, r * phi)
    if not math.isfinite(phi):
        return complex(r if r == 0.0 else nan, r if r == 0.0 else nan)
    return complex(r * math.cos(phi), r * math.sin(phi))


def sqrt(z, /):
    """Return the square root of z."""
    z = _complex(z)
    x, y = z.real, z.imag
    if math.isinf(y):
        return complex(inf, y)
    if not math.isfinite(x) or math.isnan(y):
        if x == inf:
            return complex(inf, y if math.isnan(y) else math.copysign(0.0, y))
        if x == -inf:
            return complex(y if math.isnan(y) else 0.0, math.copysign(inf, y))
        return complex(nan, nan)
    if x == 0.0 and y == 0.0:
        return complex(0.0, y)
    ax, ay = abs(x), abs(y)
    if ax < 2.2250738585072014e-308 and ay < 2.2250738585072014e-308 and (ax > 0.0 or ay > 0.0):
        # Into the range of normal numbers, and back.
        ax = math.ldexp(ax, 53)
        s = math.ldexp(math.sqrt(ax + math.hypot(ax, math.ldexp(ay, 53))), -27)
    else:
        ax /= 8.0
        s = 2.0 * math.sqrt(ax + math.hypot(ax, ay / 8.0))
    d = ay / (2.0 * s)
    if x >= 0.0:
        return complex(s, math.copysign(d, y))
    return complex(d, math.copysign(s, y))


def exp(z, /):
    """Return the exponential value e**z."""
    z = _complex(z)
    x, y = z.real, z.imag
    if math.isinf(y) and (math.isfinite(x) or x == inf):
        raise ValueError("math domain error")
    if not math.isfinite(x) or not math.isfinite(y):
        if x == -inf:
            return complex(0.0, 0.0) if not math.isfinite(y) else complex(0.0 * math.cos(y), 0.0 * math.sin(y))
        if x == inf and y == 0.0:
            return complex(inf, y)
        if x == inf and math.isfinite(y):
            return complex(math.copysign(inf, math.cos(y)), math.copysign(inf, math.sin(y)))
        return complex(x if y == 0.0 or not math.isfinite(x) else nan, y if y == 0.0 else nan)
    if x > 708.3964185322641:
        scale = math.exp(x - 1.0)
        return _finite(complex(scale * math.cos(y) * e, scale * math.sin(y) * e))
    scale = math.exp(x)
    return _finite(complex(scale * math.cos(y), scale * math.sin(y)))


def _finite(z):
    if isinf(z):
        raise OverflowError("math range error")
    return z


def _log(z):
    x, y = abs(z.real), abs(z.imag)
    large, small = 1.7976931348623157e308 / 4.0, 2.2250738585072014e-308
    if x > large or y > large:
        real = math.log(math.hypot(x / 2.0, y / 2.0)) + math.log(2.0)
    elif x < small and y < small:
        if x == 0.0 and y == 0.0:
            raise ValueError("math domain error")
        real = math.log(math.hypot(math.ldexp(x, 53), math.ldexp(y, 53))) - 53 * math.log(2.0)
    else:
        h = math.hypot(x, y)
        if 0.71 <= h <= 1.73:
            big, little = max(x, y), min(x, y)
            real = math.log1p((big - 1) * (big + 1) + little * little) / 2.0
        else:
            real = math.log(h)
    return complex(real, math.atan2(z.imag, z.real))


def log(z, base=None, /):
    """log(z[, base]) -> the logarithm of z to the given base; without a base, the natural one."""
    result = _log(_complex(z))
    if base is not None:
        result /= _log(_complex(base))
    return result


def log10(z, /):
    """Return the base-10 logarithm of z."""
    z = _log(_complex(z))
    return complex(z.real / math.log(10.0), z.imag / math.log(10.0))


def cosh(z, /):
    """Return the hyperbolic cosine of z."""
    z = _complex(z)
    x, y = z.real, z.imag
    if math.isinf(y) and not math.isnan(x):
        raise ValueError("math domain error")
    if y == 0.0:
        return complex(math.cosh(x), y * math.copysign(1.0, x))
    if x == 0.0 and math.isnan(y):
        return complex(nan, 0.0)
    if math.isinf(x) and math.isfinite(y):
        return complex(math.copysign(inf, math.cos(y)), math.copysign(inf, math.sin(y)) * math.copysign(1.0, x))
    return complex(math.cos(y) * math.cosh(x), math.sin(y) * math.sinh(x))


def sinh(z, /):
    """Return the hyperbolic sine of z."""
    z = _complex(z)
    x, y = z.real, z.imag
    if math.isinf(y) and not math.isnan(x):
        raise ValueError("math domain error")
    if y == 0.0:
        return complex(math.sinh(x), y)
    if x == 0.0 and math.isnan(y):
        return complex(0.0, nan)
    if math.isinf(x) and math.isfinite(y):
        return complex(math.copysign(inf, math.cos(y)) * math.copysign(1.0, x), math.copysign(inf, math.sin(y)))
    return complex(math.cos(y) * math.sinh(x), math.sin(y) * math.cosh(x))


def tanh(z, /):
    """Return the hyperbolic tangent of z."""
    z = _complex(z)
    x, y = z.real, z.imag
    if math.isinf(y) and math.isfinite(x):
        raise ValueError("math domain error")
    if math.isnan(x) and y == 0.0:
        return complex(x, y)
    if abs(x) > 354.0:
        if not math.isfinite(y):
            return complex(math.copysign(1.0, x), 0.0)
        imag = 0.0 if math.isinf(x) else 4.0 * math.sin(y) * math.cos(y) * math.exp(-2.0 * abs(x))
        return complex(math.copysign(1.0, x), math.copysign(imag, math.sin(2.0 * y)))
    tx, ty = math.tanh(x), math.tan(y)
    cx = 1.0 / math.cosh(x)
    txty = tx * ty
    denom = 1.0 + txty * txty
    return complex(tx * (1.0 + ty * ty) / denom, ((ty / denom) * cx) * cx)


def cos(z, /):
    """Return the cosine of z."""
    z = _complex(z)
    return cosh(complex(-z.imag, z.real))


def sin(z, /):
    """Return the sine of z."""
    z = _complex(z)
    r = sinh(complex(-z.imag, z.real))
    return complex(r.imag, -r.real)


def tan(z, /):
    """Return the tangent of z."""
    z = _complex(z)
    r = tanh(complex(-z.imag, z.real))
    return complex(r.imag, -r.real)


_LARGE = 1.7976931348623157e308 / 4.0


def acos(z, /):
    """Return the arc cosine of z."""
    z = _complex(z)
    if abs(z.real) > _LARGE or abs(z.imag) > _LARGE:
        real = math.atan2(abs(z.imag), z.real)
        size = math.log(math.hypot(z.real / 2.0, z.imag / 2.0)) + math.log(2.0) * 2.0
        return complex(real, math.copysign(size, -z.imag))
    s1 = sqrt(complex(1.0 - z.real, -z.imag))
    s2 = sqrt(complex(1.0 + z.real, z.imag))
    return complex(2.0 * math.atan2(s1.real, s2.real), math.asinh(s2.real * s1.imag - s2.imag * s1.real))


def acosh(z, /):
    """Return the inverse hyperbolic cosine of z."""
    z = _complex(z)
    if abs(z.real) > _LARGE or abs(z.imag) > _LARGE:
        size = math.log(math.hypot(z.real / 2.0, z.imag / 2.0)) + math.log(2.0) * 2.0
        return complex(size, math.atan2(z.imag, z.real))
    s1 = sqrt(complex(z.real - 1.0, z.imag))
    s2 = sqrt(complex(z.real + 1.0, z.imag))
    return complex(math.asinh(s1.real * s2.real + s1.imag * s2.imag), 2.0 * math.atan2(s1.imag, s2.real))


def asinh(z, /):
    """Return the inverse hyperbolic sine of z."""
    z = _complex(z)
    if abs(z.real) > _LARGE or abs(z.imag) > _LARGE:
        size = math.log(math.hypot(z.real / 2.0, z.imag / 2.0)) + math.log(2.0) * 2.0
        return complex(math.copysign(size, z.real), math.atan2(z.imag, abs(z.real)))
    if math.isnan(z.real) and z.imag == 0.0:
        return z
    s1 = sqrt(complex(1.0 + z.imag, -z.real))
    s2 = sqrt(complex(1.0 - z.imag, z.real))
    return complex(math.asinh(s1.real * s2.imag - s2.real * s1.imag),
                   math.atan2(z.imag, s1.real * s2.real - s1.imag * s2.imag))


def asin(z, /):
    """Return the arc sine of z."""
    z = _complex(z)
    r = asinh(complex(-z.imag, z.real))
    return complex(r.imag, -r.real)


def atanh(z, /):
    """Return the inverse hyperbolic tangent of z."""
    z = _complex(z)
    if z.real < 0.0 or z.real == 0.0 and math.copysign(1.0, z.real) < 0.0:
        return -atanh(-z)
    x, ay = z.real, abs(z.imag)
    if math.isinf(x) or math.isinf(ay):
        return complex(0.0, math.copysign(pi / 2.0, z.imag))
    if x == 0.0 and math.isnan(ay):
        return z
    if x > 6.703903964971298e153 or ay > 6.703903964971298e153:
        h = math.hypot(x / 2.0, z.imag / 2.0)
        return complex(x / 4.0 / h / h, -math.copysign(pi / 2.0, -z.imag))
    if x == 1.0 and ay < 1.4916681462400413e-154:
        if ay == 0.0:
            raise ValueError("math domain error")
        real = -math.log(math.sqrt(ay) / math.sqrt(math.hypot(ay, 2.0)))
        return complex(real, math.copysign(math.atan2(2.0, -ay) / 2.0, z.imag))
    real = math.log1p(4.0 * x / ((1 - x) * (1 - x) + ay * ay)) / 4.0
    return complex(real, -math.atan2(-2.0 * z.imag, (1 - x) * (1 + x) - ay * ay) / 2.0)


def atan(z, /):
    """Return the arc tangent of z."""
    z = _complex(z)
    r = atanh(complex(-z.imag, z.real))
    return complex(r.imag, -r.real)
