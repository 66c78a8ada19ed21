# Formatting that has to call Python in the middle: see types/text/replay.rs.


def percent_general(template, values):
    done = []
    while True:
        r = _percent(template, values, done)
        if type(r) is not tuple:
            return r
        done.append(_formatted(r[0], r[1], r[2]))


def format_general(template, args, kwargs):
    done = []
    while True:
        r = _format(template, args, kwargs, done)
        if type(r) is not tuple:
            return r
        done.append(_formatted(r[0], r[1], r[2]))


def _formatted(how, v, x):
    if how == 0:
        return str(v)
    if how == 1:
        return repr(v)
    if how == 2:
        return ascii(v)
    if how == 3:
        return format(v, x)
    if how == 4:
        return getattr(v, x)
    if how == 5:
        return v[x]
    if how == 6:
        return int(v)
    if how == 7:
        return _index(v)
    if how == 8:
        return float(v)
    return bytes(v)


def ascii_general(v):
    return _escape_ascii(repr(v))
