"""The tower of numbers, as abstract base classes."""

from abc import ABCMeta, abstractmethod

__all__ = ["Number", "Complex", "Real", "Rational", "Integral"]


class Number(metaclass=ABCMeta):
    """All numbers inherit from this class."""

    __slots__ = ()
    __hash__ = None


def _abstract(*names):
    """Abstract methods of these names, for a class body."""
    def make(name):
        def method(self, *args):
            raise NotImplementedError
        method.__name__ = name
        return abstractmethod(method)
    return {name: make(name) for name in names}


class Complex(Number):
    """Numbers with a real and an imaginary part."""

    __slots__ = ()
    locals().update(_abstract("__complex__", "__add__", "__radd__", "__neg__", "__pos__", "__mul__", "__rmul__", "__truediv__",
                              "__rtruediv__", "__pow__", "__rpow__", "__abs__", "conjugate", "__eq__"))

    def __bool__(self):
        """True if self != 0. Called for bool(self)."""
        return self != 0

    real = property(abstractmethod(lambda self: None), doc="Retrieve the real component of this number.")
    imag = property(abstractmethod(lambda self: None), doc="Retrieve the imaginary component of this number.")

    def __sub__(self, other):
        """self - other"""
        return self + -other

    def __rsub__(self, other):
        """other - self"""
        return -self + other


Complex.register(complex)


class Real(Complex):
    """Numbers with an order."""

    __slots__ = ()
    locals().update(_abstract("__float__", "__trunc__", "__floor__", "__ceil__", "__round__", "__floordiv__", "__rfloordiv__",
                              "__mod__", "__rmod__", "__lt__", "__le__"))

    def __divmod__(self, other):
        """divmod(self, other)"""
        return self // other, self % other

    def __rdivmod__(self, other):
        """divmod(other, self)"""
        return other // self, other % self

    def __complex__(self):
        """complex(self) == complex(float(self), 0)"""
        return complex(float(self))

    @property
    def real(self):
        """Real numbers are their real component."""
        return +self

    @property
    def imag(self):
        """Real numbers have no imaginary component."""
        return 0

    def conjugate(self):
        """Conjugate is a no-op for Reals."""
        return +self


Real.register(float)


class Rational(Real):
    """Numbers with a numerator and a denominator."""

    __slots__ = ()
    numerator = property(abstractmethod(lambda self: None), doc="The numerator of a rational number in lowest terms.")
    denominator = property(abstractmethod(lambda self: None), doc="The denominator of a rational number in lowest terms.")

    def __float__(self):
        """float(self) = self.numerator / self.denominator"""
        return int(self.numerator) / int(self.denominator)


class Integral(Rational):
    """Whole numbers."""

    __slots__ = ()
    locals().update(_abstract("__int__", "__pow__", "__lshift__", "__rlshift__", "__rshift__", "__rrshift__", "__and__", "__rand__",
                              "__xor__", "__rxor__", "__or__", "__ror__", "__invert__"))

    def __index__(self):
        """Called whenever an index is needed, such as in slicing"""
        return int(self)

    def __float__(self):
        """float(self) == float(int(self))"""
        return float(int(self))

    @property
    def numerator(self):
        """Integers are their own numerators."""
        return +self

    @property
    def denominator(self):
        """Integers have a denominator of 1."""
        return 1


Integral.register(int)
