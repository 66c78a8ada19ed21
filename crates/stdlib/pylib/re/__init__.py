"""Regular expressions."""

import enum

import _sre
from re import _parser

__all__ = ["match", "fullmatch", "search", "sub", "subn", "split", "findall", "finditer", "compile", "purge", "escape", "error",
           "Pattern", "Match", "A", "I", "L", "M", "S", "X", "U", "ASCII", "IGNORECASE", "LOCALE", "MULTILINE", "DOTALL", "VERBOSE",
           "UNICODE", "NOFLAG", "RegexFlag", "PatternError"]


@enum.global_enum
class RegexFlag(enum.IntFlag, boundary=enum.KEEP):
    NOFLAG = 0
    ASCII = A = 256
    IGNORECASE = I = 2
    LOCALE = L = 4
    UNICODE = U = 32
    MULTILINE = M = 8
    DOTALL = S = 16
    VERBOSE = X = 64
    DEBUG = 128
    __str__ = object.__str__
    _numeric_repr_ = hex


PatternError = error = _parser.PatternError
Pattern = _sre.Pattern
Match = _sre.Match

_cache = {}
_MAXCACHE = 512


def compile(pattern, flags=0):
    """A pattern to be used again and again."""
    return _compile(pattern, flags)


def _compile(pattern, flags):
    if isinstance(flags, RegexFlag):
        flags = flags.value
    key = type(pattern), pattern, flags
    found = _cache.get(key)
    if found is not None:
        return found
    if isinstance(pattern, Pattern):
        if flags:
            raise ValueError("cannot process flags argument with a compiled pattern")
        return pattern
    if not isinstance(pattern, (str, bytes)):
        raise TypeError("first argument must be string or compiled pattern")
    made = _parser.compile(pattern, flags)
    if len(_cache) >= _MAXCACHE:
        del _cache[next(iter(_cache))]
    _cache[key] = made
    return made


def match(pattern, string, flags=0):
    """A match at the beginning of the string, or None."""
    return _compile(pattern, flags).match(string)


def fullmatch(pattern, string, flags=0):
    """A match of the whole string, or None."""
    return _compile(pattern, flags).fullmatch(string)


def search(pattern, string, flags=0):
    """The first match anywhere in the string, or None."""
    return _compile(pattern, flags).search(string)


def _given(function, names, args, named):
    """The two arguments after the string. That they are not given by name is deprecated."""
    if not args:
        return named
    for name, value, _ in zip(names, named, args):
        if value:
            raise TypeError(f"{function}() got multiple values for argument {name!r}")
    if len(args) > 2:
        least = 2 if function == "split" else 3
        raise TypeError(f"{function}() takes from {least} to {least + 2} positional arguments but {least + len(args)} were given")
    import warnings

    warnings.warn(f"{names[0]!r} is passed as positional argument", DeprecationWarning, 3)
    return [*args, *named[len(args) :]]


def sub(pattern, repl, string, *args, count=0, flags=0):
    """The string with something else for each match."""
    count, flags = _given("sub", ("count", "flags"), args, (count, flags))
    return _compile(pattern, flags).sub(repl, string, count)


def subn(pattern, repl, string, *args, count=0, flags=0):
    """What `sub` gives, and how many matches there were."""
    count, flags = _given("subn", ("count", "flags"), args, (count, flags))
    return _compile(pattern, flags).subn(repl, string, count)


def split(pattern, string, *args, maxsplit=0, flags=0):
    """What is between the matches."""
    maxsplit, flags = _given("split", ("maxsplit", "flags"), args, (maxsplit, flags))
    return _compile(pattern, flags).split(string, maxsplit)


def findall(pattern, string, flags=0):
    """The texts of all matches, or of their groups."""
    return _compile(pattern, flags).findall(string)


def finditer(pattern, string, flags=0):
    """All matches, one after the other."""
    return _compile(pattern, flags).finditer(string)


def purge():
    """Forget the patterns that were compiled."""
    _cache.clear()


_special = {ord(c): "\\" + c for c in "()[]{}?*+-|^$\\.&~# \t\n\r\v\f"}


def escape(pattern):
    """A pattern that matches just this text."""
    if isinstance(pattern, str):
        return pattern.translate(_special)
    return str(pattern, "latin1").translate(_special).encode("latin1")
