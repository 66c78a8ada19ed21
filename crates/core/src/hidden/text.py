# What str and bytes do with the help of other objects' methods.


def translate_general(s, table):
    out = []
    for c in s:
        try:
            r = table[ord(c)]
        except LookupError:
            out.append(c)
            continue
        if r is None:
            continue
        if isinstance(r, int):
            if not 0 <= r <= 0x10ffff:
                raise ValueError('character mapping must be in range(0x110000)')
            out.append(chr(r))
        elif isinstance(r, str):
            out.append(r)
        else:
            raise TypeError('character mapping must return integer, None or str')
    return ''.join(out)


def getitem_slice(o, k):
    return o[_plain_slice(k)]


def setitem_slice(o, k, v):
    o[_plain_slice(k)] = v


def delitem_slice(o, k):
    del o[_plain_slice(k)]


def _plain_slice(k):
    parts = []
    for part in (k.start, k.stop, k.step):
        parts.append(None if part is None else _index(part))
    return slice(parts[0], parts[1], parts[2])


def bytes_of_items(cls, items):
    out = []
    for item in items:
        if not isinstance(item, int):
            item = _index(item)
        out.append(item)
    return cls(out)


def bytes_of_object(cls, x):
    b = type(x).__bytes__(x)
    if not isinstance(b, bytes):
        raise TypeError(f'__bytes__ returned non-bytes (type {type(b).__name__})')
    return b if cls is bytes else cls(b)


def bytearray_iter(b):
    i = 0
    while i < len(b):
        yield b[i]
        i += 1


def bytearray_extend(b, items):
    new = bytearray(items)
    b += new


def setitem_slice_items(o, k, items):
    o[k] = bytearray(items)


def template_repr(t):
    return f"Template(strings={t.strings!r}, interpolations={t.interpolations!r})"


def template_reduce(t):
    parts = []
    for i, s in enumerate(t.strings):
        parts.append(s)
        if i < len(t.interpolations):
            parts.append(t.interpolations[i])
    return type(t), tuple(parts)


def interpolation_repr(i):
    return f"Interpolation({i.value!r}, {i.expression!r}, {i.conversion!r}, {i.format_spec!r})"


def interpolation_reduce(i):
    return type(i), (i.value, i.expression, i.conversion, i.format_spec)
