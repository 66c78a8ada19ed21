"""What template strings (t"...") are made of."""

__all__ = ["Interpolation", "Template", "convert"]

Template = type(t"")
Interpolation = type(t"{0}".interpolations[0])


def convert(obj, /, conversion):
    """Convert an object as the conversion of a replacement field says: None, "r", "s" or "a"."""
    if conversion is None:
        return obj
    if conversion == "r":
        return repr(obj)
    if conversion == "s":
        return str(obj)
    if conversion == "a":
        return ascii(obj)
    raise ValueError(f"invalid conversion specifier: {conversion}")
