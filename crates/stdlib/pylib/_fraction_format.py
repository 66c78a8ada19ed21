"""Formatting of fractions: the mini-language of floats, computed exactly."""


def _parse_spec(spec):
    """The parts of a format specification, or None if it is not one."""
    pos = 0
    parts = {"fill": " ", "align": None, "sign": "-", "no_neg_zero": False, "alt": False, "zeropad": False, "width": 0,
             "thousands": "", "precision": None, "fraction_sep": "", "type": ""}
    if len(spec) > 1 and spec[1] in "<>=^":
        parts["fill"], parts["align"], pos = spec[0], spec[1], 2
    elif spec[:1] and spec[0] in "<>=^":
        parts["align"], pos = spec[0], 1
    if spec[pos:pos + 1] in ("-", "+", " "):
        parts["sign"] = spec[pos]
        pos += 1
    if spec[pos:pos + 1] == "z":
        parts["no_neg_zero"] = True
        pos += 1
    if spec[pos:pos + 1] == "#":
        parts["alt"] = True
        pos += 1
    if spec[pos:pos + 1] == "0" and spec[pos + 1:pos + 2].isdigit():
        parts["zeropad"] = True
        pos += 1
    end = pos
    while end < len(spec) and spec[end].isdigit():
        end += 1
    if end > pos:
        parts["width"] = int(spec[pos:end])
    pos = end
    if spec[pos:pos + 1] in (",", "_") and pos < len(spec):
        parts["thousands"] = spec[pos]
        pos += 1
    if spec[pos:pos + 1] == ".":
        end = pos + 1
        while end < len(spec) and spec[end].isdigit():
            end += 1
        if end == pos + 1:
            return None
        parts["precision"] = int(spec[pos + 1:end])
        pos = end
        if pos < len(spec) and spec[pos] in ",_":
            parts["fraction_sep"] = spec[pos]
            pos += 1
    parts["type"] = spec[pos:]
    return parts


def _round_to_exponent(n, d, exponent, no_neg_zero=False):
    """n/d as a multiple of 10**exponent: (is it negative, the factor), half to even."""
    if exponent >= 0:
        d *= 10 ** exponent
    else:
        n *= 10 ** -exponent
    q, r = divmod(n + (d >> 1), d)
    if r == 0 and d & 1 == 0:
        q &= -2
    negative = q < 0 if no_neg_zero else n < 0
    return negative, abs(q)


def _round_to_figures(n, d, figures):
    """n/d with so many figures: (is it negative, the figures as a number, the exponent of its last one)."""
    if n == 0:
        return False, 0, 1 - figures
    str_n, str_d = str(abs(n)), str(d)
    magnitude = len(str_n) - len(str_d) + (str_d <= str_n)
    exponent = magnitude - figures
    negative, significand = _round_to_exponent(n, d, exponent)
    if len(str(significand)) == figures + 1:
        # Rounding made one figure more, and the last one is 0 then.
        significand //= 10
        exponent += 1
    return negative, significand, exponent


def _pad(parts, sign, body):
    width, align, fill = parts["width"], parts["align"] or ">", parts["fill"]
    padding = fill * (width - len(sign) - len(body))
    if align == ">":
        return padding + sign + body
    if align == "<":
        return sign + body + padding
    if align == "^":
        half = len(padding) // 2
        return padding[:half] + sign + body + padding[half:]
    return sign + padding + body


def _grouped(digits, separator):
    if not separator:
        return digits
    first = (len(digits) - 1) % 3 + 1
    return digits[:first] + "".join([separator + digits[i:i + 3] for i in range(first, len(digits), 3)])


def format_fraction(fraction, spec):
    """What format(fraction, spec) gives."""
    if not spec:
        return str(fraction)
    parts = _parse_spec(spec)
    bad = ValueError(f"Invalid format specifier {spec!r} for object of type {type(fraction).__name__!r}")
    if parts is None or parts["zeropad"] and parts["align"] is not None:
        raise bad
    n, d = fraction.numerator, fraction.denominator
    kind = parts["type"]
    if kind == "":
        if parts["precision"] is not None or parts["no_neg_zero"] or parts["zeropad"]:
            raise bad
        body = _grouped(str(abs(n)), parts["thousands"])
        if d > 1 or parts["alt"]:
            body += "/" + _grouped(str(d), parts["thousands"])
        return _pad(parts, "-" if n < 0 else "" if parts["sign"] == "-" else parts["sign"], body)
    if kind not in ("e", "E", "f", "F", "g", "G", "%"):
        raise bad
    precision = 6 if parts["precision"] is None else parts["precision"]
    scientific = kind in "eE"
    point = precision
    if kind in "fF%":
        exponent = -precision - (2 if kind == "%" else 0)
        negative, significand = _round_to_exponent(n, d, exponent, parts["no_neg_zero"])
    else:
        figures = max(precision, 1) if kind in "gG" else precision + 1
        negative, significand, exponent = _round_to_figures(n, d, figures)
        scientific = scientific or exponent > 0 or exponent + figures <= -4
        point = figures - 1 if scientific else -exponent
    suffix = "%" if kind == "%" else ""
    if scientific:
        suffix = f"{'E' if kind.isupper() else 'e'}{exponent + point:+03d}"
    digits = f"{significand:0{point + 1}d}"
    whole, after = digits[:len(digits) - point], digits[len(digits) - point:]
    if kind in "gG" and not parts["alt"]:
        after = after.rstrip("0")
    if parts["fraction_sep"]:
        after = parts["fraction_sep"].join([after[i:i + 3] for i in range(0, len(after), 3)])
    trailing = ("." if after or parts["alt"] else "") + after + suffix
    sign = "-" if negative else "" if parts["sign"] == "-" else parts["sign"]
    if parts["zeropad"]:
        # The zeros are grouped as the digits are.
        least = parts["width"] - len(sign) - len(trailing)
        if parts["thousands"]:
            least = least // 4 * 3 + (least % 4 or 0)
            least = max(least, 1)
        whole = whole.zfill(max(least, 0))
    return _pad(parts, sign, _grouped(whole, parts["thousands"]) + trailing)
