"""Paths with slashes."""

curdir, pardir, extsep, sep, pathsep, defpath, altsep, devnull = ".", "..", ".", "/", ":", "/bin:/usr/bin", None, "/dev/null"
supports_unicode_filenames = False

__all__ = ["normcase", "isabs", "join", "splitdrive", "split", "splitext", "basename", "dirname", "commonprefix", "commonpath",
           "getsize", "exists", "lexists", "isdir", "isfile", "islink", "expanduser", "normpath", "abspath", "realpath",
           "relpath", "curdir", "pardir", "sep", "pathsep", "defpath", "altsep", "extsep", "devnull"]


def _text(path):
    """The path as text, or as bytes."""
    if isinstance(path, (str, bytes)):
        return path
    try:
        convert = type(path).__fspath__
    except AttributeError:
        raise TypeError(f"expected str, bytes or os.PathLike object, not {type(path).__name__}") from None
    return convert(path)


def _sep(path):
    return b"/" if isinstance(path, bytes) else "/"


def normcase(s):
    return _text(s)


def isabs(s):
    s = _text(s)
    return s.startswith(_sep(s))


def join(a, /, *p):
    """One path after the other; an absolute one begins anew."""
    path = _text(a)
    slash = _sep(path)
    for part in p:
        try:
            part = _text(part)
        except TypeError:
            kind = type(part).__name__
            raise TypeError(f"join() argument must be str, bytes, or os.PathLike object, not {kind!r}") from None
        if isinstance(part, bytes) != isinstance(path, bytes):
            raise TypeError("Can't mix strings and bytes in path components")
        if part.startswith(slash) or not path:
            path = part
        else:
            path += part if path.endswith(slash) else slash + part
    return path


def split(p):
    p = _text(p)
    slash = _sep(p)
    at = p.rfind(slash) + 1
    head, tail = p[:at], p[at:]
    if head.strip(slash):
        head = head.rstrip(slash)
    return head, tail


def splitext(p):
    p = _text(p)
    dot = b"." if isinstance(p, bytes) else "."
    at = p.rfind(_sep(p)) + 1
    last = p.rfind(dot)
    if last > at and p[at:last].strip(dot):
        return p[:last], p[last:]
    return p, p[:0]


def splitdrive(p):
    p = _text(p)
    return p[:0], p


def basename(p):
    p = _text(p)
    return p[p.rfind(_sep(p)) + 1 :]


def dirname(p):
    return split(p)[0]


def normpath(path):
    """Without `.`, `..` and double slashes, where that can be."""
    path = _text(path)
    slash = _sep(path)
    dot = b"." if isinstance(path, bytes) else "."
    if not path:
        return dot
    start = slash * (2 if path.startswith(slash * 2) and not path.startswith(slash * 3) else path.startswith(slash))
    parts = []
    for part in path.split(slash):
        if not part or part == dot:
            continue
        if part != dot * 2 or not start and not parts or parts and parts[-1] == dot * 2:
            parts.append(part)
        elif parts:
            parts.pop()
    return start + slash.join(parts) or dot


def abspath(path):
    path = _text(path)
    return normpath(path if isabs(path) else join(b"/home" if isinstance(path, bytes) else "/home", path))


def realpath(filename, /, *, strict=False):
    return abspath(filename)


def relpath(path, start=None):
    path = _text(path)
    if not path:
        raise ValueError("no path specified")
    slash = _sep(path)
    dot = b"." if isinstance(path, bytes) else "."
    there = [part for part in abspath(path).split(slash) if part]
    here = [part for part in abspath(dot if start is None else start).split(slash) if part]
    shared = len(commonprefix([there, here]))
    return slash.join([dot * 2] * (len(here) - shared) + there[shared:]) or dot


def commonprefix(m):
    """The longest beginning that all have, letter by letter."""
    if not m:
        return ""
    if not isinstance(m[0], (list, tuple)):
        m = [_text(item) for item in m]
    low, high = min(m), max(m)
    for i, c in enumerate(low):
        if c != high[i]:
            return low[:i]
    return low


def commonpath(paths):
    """The longest path that all begin with."""
    paths = [_text(path) for path in paths]
    if not paths:
        raise ValueError("commonpath() arg is an empty sequence")
    slash = _sep(paths[0])
    if len({isabs(path) for path in paths}) > 1:
        raise ValueError("Can't mix absolute and relative paths")
    dot = b"." if isinstance(paths[0], bytes) else "."
    split_paths = [[part for part in path.split(slash) if part and part != dot] for path in paths]
    return (slash if isabs(paths[0]) else slash[:0]) + slash.join(commonprefix(split_paths))


def expanduser(path):
    path = _text(path)
    return "/home" + path[1:] if path == "~" or path[:2] == "~/" else path


def isfile(path):
    from _files import _contents

    return abspath(path) in _contents


def isdir(s):
    from _files import _directories

    return abspath(s) in _directories


def exists(path):
    return isfile(path) or isdir(path)


lexists = exists


def islink(path):
    return False


def getsize(filename):
    from _files import _contents

    if isdir(filename):
        return 4096
    if not isfile(filename):
        raise FileNotFoundError(2, "No such file or directory", filename)
    return len(_contents[abspath(filename)])
