"""Numbers as bytes, which CPython has in C."""

import math


class error(Exception):
    """What cannot be packed or unpacked."""

    __module__ = "struct"


# Sizes by themselves, and on a machine where they are aligned to their size.
_STANDARD = {"c": 1, "b": 1, "B": 1, "?": 1, "h": 2, "H": 2, "i": 4, "I": 4, "l": 4, "L": 4, "q": 8, "Q": 8, "e": 2, "f": 4, "d": 8}
_NATIVE = {**_STANDARD, "l": 8, "L": 8, "n": 8, "N": 8, "P": 8}
_FLOATS = {"e": (5, 10), "f": (8, 23), "d": (11, 52)}


def _parsed(format):
    """Byte order, and (letter, count, size, gap before) of each item."""
    if isinstance(format, bytes):
        format = format.decode("ascii")
    if not isinstance(format, str):
        raise TypeError(f"Struct() argument 1 must be a str or bytes object, not {type(format).__name__}")
    order, native = "little", True
    rest = format
    if rest[:1] in ("<", ">", "!", "=", "@"):
        native = rest[0] == "@"
        order = "big" if rest[0] in ">!" else "little"
        rest = rest[1:]
    sizes = _NATIVE if native else _STANDARD
    items, at, digits = [], 0, ""
    for c in rest:
        if c.isspace() and not digits:
            continue
        if c in "0123456789":
            digits += c
            continue
        count = int(digits) if digits else 1
        digits = ""
        if c in "xsp":
            size, gap = 1, 0
        elif c in sizes:
            size = sizes[c]
            gap = -at % size if native else 0
        else:
            raise error("bad char in struct format")
        items.append((c, count, size, gap))
        at += gap + count * size
    if digits:
        raise error("repeat count given without format specifier")
    return order, items, at


def _float_bits(value, kind):
    exponent_bits, mantissa_bits = _FLOATS[kind]
    bias = (1 << exponent_bits - 1) - 1
    sign = int(math.copysign(1, value) < 0)
    top = (1 << exponent_bits) - 1
    if value != value:
        exponent, mantissa = top, 1 << mantissa_bits - 1
    elif value in (math.inf, -math.inf):
        exponent, mantissa = top, 0
    elif value == 0:
        exponent = mantissa = 0
    else:
        fraction, power = math.frexp(abs(value))
        exponent = max(power - 1 + bias, 0)
        # round() goes from the middle to the even number, as it must be.
        if exponent == 0:
            mantissa = round(math.ldexp(fraction, power - 1 + bias + mantissa_bits))
        else:
            mantissa = round(math.ldexp(fraction * 2 - 1, mantissa_bits))
        if mantissa == 1 << mantissa_bits:
            mantissa = 0
            exponent += 1
        if exponent >= top:
            raise OverflowError(f"float too large to pack with {kind} format")
    return (sign << exponent_bits | exponent) << mantissa_bits | mantissa


def _float_of(bits, kind):
    exponent_bits, mantissa_bits = _FLOATS[kind]
    mantissa = bits & (1 << mantissa_bits) - 1
    exponent = bits >> mantissa_bits & (1 << exponent_bits) - 1
    sign = -1.0 if bits >> mantissa_bits + exponent_bits else 1.0
    bias = (1 << exponent_bits - 1) - 1
    if exponent == (1 << exponent_bits) - 1:
        return math.nan if mantissa else sign * math.inf
    if exponent == 0:
        return sign * math.ldexp(mantissa, 1 - bias - mantissa_bits)
    return sign * math.ldexp(mantissa | 1 << mantissa_bits, exponent - bias - mantissa_bits)


def _packed(c, size, order, value):
    if c == "?":
        return b"\x01" if value else b"\x00"
    if c == "c":
        if not isinstance(value, (bytes, bytearray)) or len(value) != 1:
            raise error("char format requires a bytes object of length 1")
        return bytes(value)
    if c in _FLOATS:
        if not isinstance(value, (int, float)) and not hasattr(type(value), "__float__"):
            raise error("required argument is not a float")
        return _float_bits(float(value), c).to_bytes(size, order)
    if not isinstance(value, int):
        if not hasattr(type(value), "__index__"):
            raise error("required argument is not an integer")
        value = value.__index__()
    signed = c.islower()
    low = -(1 << size * 8 - 1) if signed else 0
    high = (1 << size * 8 - signed) - 1
    if not low <= value <= high:
        raise error(f"'{c}' format requires {low} <= number <= {high}")
    return value.to_bytes(size, order, signed=signed)


class Struct:
    """A format, to be used again and again."""

    __module__ = "_struct"

    def __init__(self, format):
        self._order, self._items, self.size = _parsed(format)
        self.format = format.decode("ascii") if isinstance(format, bytes) else format
        self._values = sum([0 if c == "x" else 1 if c in "sp" else n for c, n, _, _ in self._items])

    def pack(self, *values):
        """The bytes of the values."""
        if len(values) != self._values:
            raise error(f"pack expected {self._values} items for packing (got {len(values)})")
        parts, left = [], iter(values)
        for c, count, size, gap in self._items:
            parts.append(bytes(gap))
            if c == "x":
                parts.append(bytes(count))
            elif c in "sp":
                value = next(left)
                if not isinstance(value, (bytes, bytearray)):
                    raise error(f"argument for '{c}' must be a bytes object")
                if c == "p":
                    value = bytes([min(len(value), count - 1, 255)]) + value[: count - 1] if count else b""
                parts.append(bytes(value[:count]).ljust(count, b"\0"))
            else:
                parts.extend([_packed(c, size, self._order, next(left)) for _ in range(count)])
        return b"".join(parts)

    def pack_into(self, buffer, offset, *values):
        """Put the bytes of the values into a buffer."""
        data = self.pack(*values)
        view = memoryview(buffer)
        start = offset + len(view) if offset < 0 else offset
        if start < 0 or start + self.size > len(view):
            raise error(f"pack_into requires a buffer of at least {offset + self.size} bytes for packing {self.size} bytes "
                        f"at offset {offset} (actual buffer size is {len(view)})")
        view[start : start + self.size] = data

    def unpack(self, buffer, /):
        """The values that the bytes are."""
        data = bytes(buffer)
        if len(data) != self.size:
            raise error(f"unpack requires a buffer of {self.size} bytes")
        return self._values_of(data)

    def unpack_from(self, buffer, offset=0):
        """The values that the bytes from `offset` on are."""
        data = bytes(buffer)
        start = offset + len(data) if offset < 0 else offset
        if start < 0 or start + self.size > len(data):
            raise error(f"unpack_from requires a buffer of at least {offset + self.size} bytes for unpacking {self.size} bytes "
                        f"at offset {offset} (actual buffer size is {len(data)})")
        return self._values_of(data[start : start + self.size])

    def iter_unpack(self, buffer, /):
        """The values of one piece of the buffer after the other."""
        data = bytes(buffer)
        if not self.size:
            raise error("cannot iteratively unpack with a struct of length 0")
        if len(data) % self.size:
            raise error(f"iterative unpacking requires a buffer of a multiple of {self.size} bytes")
        return (self._values_of(data[at : at + self.size]) for at in range(0, len(data), self.size))

    def _values_of(self, data):
        values, at = [], 0
        for c, count, size, gap in self._items:
            at += gap
            if c == "s":
                values.append(data[at : at + count])
            elif c == "p":
                values.append(data[at + 1 : at + 1 + min(data[at], count - 1)] if count else b"")
            elif c == "c":
                values.extend([data[i : i + 1] for i in range(at, at + count)])
            elif c != "x":
                for i in range(at, at + count * size, size):
                    bits = int.from_bytes(data[i : i + size], self._order, signed=c.islower() and c not in "efd")
                    values.append(bits != 0 if c == "?" else _float_of(bits, c) if c in _FLOATS else bits)
            at += count * size
        return tuple(values)

    def __repr__(self):
        return f"{type(self).__name__}({self.format!r})"


_known = {}


def _struct_of(format):
    found = _known.get(format)
    if found is None:
        if len(_known) >= 100:
            _known.clear()
        found = _known[format] = Struct(format)
    return found


def calcsize(format, /):
    """How many bytes a format takes."""
    return _struct_of(format).size


def pack(format, /, *values):
    return _struct_of(format).pack(*values)


def pack_into(format, buffer, offset, /, *values):
    _struct_of(format).pack_into(buffer, offset, *values)


def unpack(format, buffer, /):
    return _struct_of(format).unpack(buffer)


def unpack_from(format, /, buffer, offset=0):
    return _struct_of(format).unpack_from(buffer, offset)


def iter_unpack(format, buffer, /):
    return _struct_of(format).iter_unpack(buffer)
