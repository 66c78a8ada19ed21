"""The text of source lines. There are no files here: texts are known to the interpreter, or put into the cache."""

__all__ = ["getline", "clearcache", "checkcache", "lazycache"]

# File name -> (size, None, lines, full name).
cache = {}


def _known(filename):
    """The lines of a source that the interpreter compiled, or None."""
    import sys
    source = getattr(sys, "_source_lines", None)
    return None if source is None else source(filename)


def getline(filename, lineno, module_globals=None):
    """Get a line for a Python source file; an empty string if there is none."""
    lines = getlines(filename, module_globals)
    return lines[lineno - 1] if 1 <= lineno <= len(lines) else ""


def getlines(filename, module_globals=None):
    """Get all lines of a Python source file; an empty list if it is not known."""
    entry = cache.get(filename)
    if entry is not None and len(entry) != 1:
        return entry[2]
    return updatecache(filename, module_globals)


def updatecache(filename, module_globals=None):
    """Look the lines up anew."""
    lines = _known(filename)
    if lines is None:
        cache.pop(filename, None)
        return []
    cache[filename] = sum(map(len, lines)), None, lines, filename
    return lines


def clearcache():
    """Forget all lines."""
    cache.clear()


def checkcache(filename=None):
    """Forget lines that are out of date: what is compiled does not change, so none are."""


def lazycache(filename, module_globals):
    """Whether the lines can be had later."""
    return _known(filename) is not None
