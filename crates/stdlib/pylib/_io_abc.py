"""The abstract base classes of streams."""

from abc import ABCMeta
import _io
from _memory_io import BytesIO, StringIO


class IOBase(metaclass=ABCMeta):
    """The abstract base class for all I/O classes."""

    __module__ = "io"


class RawIOBase(IOBase):
    """Base class for raw binary I/O."""

    __module__ = "io"


class BufferedIOBase(IOBase):
    """Base class for buffered IO objects."""

    __module__ = "io"


class TextIOBase(IOBase):
    """Base class for text I/O."""

    __module__ = "io"


BufferedIOBase.register(BytesIO)
TextIOBase.register(StringIO)
if hasattr(_io, "TextIOWrapper"):
    TextIOBase.register(_io.TextIOWrapper)

# Files opened by open().
import _files  # noqa: E402

TextIOBase.register(_files.TextIOBase)
BufferedIOBase.register(_files.BufferedIOBase)
