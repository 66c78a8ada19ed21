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
