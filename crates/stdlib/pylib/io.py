"""Streams."""

import _io
from _memory_io import BytesIO, StringIO, UnsupportedOperation

__all__ = ["BytesIO", "StringIO", "UnsupportedOperation", "SEEK_SET", "SEEK_CUR", "SEEK_END", "DEFAULT_BUFFER_SIZE",
           "open", "TextIOWrapper", "IOBase", "TextIOBase", "BufferedIOBase", "RawIOBase", "BlockingIOError", "text_encoding"]

SEEK_SET, SEEK_CUR, SEEK_END = 0, 1, 2
DEFAULT_BUFFER_SIZE = 128 * 1024
BlockingIOError = BlockingIOError
open = open


def text_encoding(encoding, stacklevel=2, /):
    """The encoding that None stands for."""
    return "locale" if encoding is None else encoding


def __getattr__(name):
    if name in ("IOBase", "RawIOBase", "BufferedIOBase", "TextIOBase"):
        # Only isinstance() is asked of these, and that is not worth making them whenever io is imported.
        import _io_abc
        value = getattr(_io_abc, name)
    else:
        import _files
        value = getattr(_io, name, None) or getattr(_files, name, None)
        if name == "TextIOWrapper":
            value = _files.TextIOWrapper
        if value is None or name.startswith("_"):
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = value
    return value
