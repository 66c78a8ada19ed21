# Conversions of numbers that call Python in the middle.


def int_of_class(cls, x):
    return int.__new__(cls, int(x))


def int_from_bytes(cls, data, little, signed):
    return cls.from_bytes(bytes(data), 'little' if little else 'big', signed=signed)


def complex_of(cls, x):
    z = type(x).__complex__(x)
    if not isinstance(z, complex):
        raise TypeError(f'{type(x).__name__}.__complex__() must return a complex, not {type(z).__name__}')
    return cls(z.real, z.imag)


def math_of_ints(name, items):
    import math
    return getattr(math, name)(*[_index(x) for x in items])


def math_of_floats(name, first, second=None):
    import math
    f = getattr(math, name)
    if name == 'hypot':
        return f(*[float(x) for x in second])
    if second is None:
        return f([float(x) for x in first])
    return f([float(x) for x in first], [float(x) for x in second])


def math_prod(items, total):
    for x in items:
        total = total * x
    return total


def math_sumprod(p, q):
    p, q = list(p), list(q)
    if len(p) != len(q):
        raise ValueError('Inputs are not the same length')
    total = 0
    i = 0
    while i < len(p):
        total = total + p[i] * q[i]
        i += 1
    return total


def random_seed_by_hash(generator, x):
    generator.seed(hash(x) % 2 ** 64)


def invert_bool(value):
    import warnings
    warnings.warn(
        "Bitwise inversion '~' on bool is deprecated and will be removed in Python 3.16. This returns the bitwise inversion "
        "of the underlying int object and is usually not what you expect from negating a bool. Use the 'not' operator for "
        "boolean negation or ~int(x) if you really want the bitwise inversion of the underlying int.", DeprecationWarning)
    return ~int(value)
