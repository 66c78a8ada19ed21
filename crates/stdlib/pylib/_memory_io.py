"""StringIO and BytesIO, which CPython has in C."""


class UnsupportedOperation(OSError, ValueError):
    """The stream cannot do this."""

    __module__ = "io"


class _Base:
    """What streams in memory share: position, closing, lines."""

    def __init__(self):
        self._closed = False
        self._pos = 0

    # CPython's two classes do not agree on the full stop.
    _closed_message = "I/O operation on closed file"

    def _check(self):
        if self._closed:
            raise ValueError(self._closed_message)

    def __iter__(self):
        self._check()
        return self

    def __next__(self):
        line = self.readline()
        if not line:
            raise StopIteration
        return line

    def __enter__(self):
        self._check()
        return self

    def __exit__(self, *exc):
        self.close()

    def close(self):
        """Give the contents up."""
        self._closed = True
        self._release()

    @property
    def closed(self):
        """Whether it was closed."""
        return self._closed

    def readable(self):
        """Yes."""
        self._check()
        return True

    writable = seekable = readable

    def isatty(self):
        """No."""
        self._check()
        return False

    def flush(self):
        """Nothing to do."""
        self._check()

    def fileno(self):
        """There is none."""
        self._check()
        raise UnsupportedOperation("fileno")

    def detach(self):
        """There is nothing below."""
        raise UnsupportedOperation("detach")

    def tell(self):
        """Where the next character is read or written."""
        self._check()
        return self._pos

    def readlines(self, hint=None, /):
        """The lines that are left; about `hint` characters of them."""
        self._check()
        lines, size = [], 0
        for line in self:
            lines.append(line)
            size += len(line)
            if hint is not None and 0 < hint <= size:
                break
        return lines

    def writelines(self, lines, /):
        """Write the texts one after the other."""
        self._check()
        for line in lines:
            self.write(line)

    @staticmethod
    def _count(size):
        """An amount to read: None for all."""
        if size is None:
            return None
        if not isinstance(size, int):
            raise TypeError(f"argument should be integer or None, not '{type(size).__name__}'")
        return None if size < 0 else size


class StringIO(_Base):
    """Text I/O implementation using an in-memory buffer."""

    __module__ = "_io"

    def __init__(self, initial_value="", newline="\n"):
        super().__init__()
        if newline is not None and not isinstance(newline, str):
            raise TypeError(f"newline must be str or None, not {type(newline).__name__}")
        if newline not in (None, "", "\n", "\r", "\r\n"):
            raise ValueError(f"illegal newline value: {newline!r}")
        if initial_value is not None and not isinstance(initial_value, str):
            raise TypeError(f"initial_value must be str or None, not {type(initial_value).__name__}")
        # What was written since `_text` was put together; it follows `_text`, and the position is at its end.
        self._text = ""
        self._pending = []
        self._newline = newline
        if initial_value:
            self.write(initial_value)
            self.seek(0)

    def _release(self):
        self._text, self._pending = "", []

    def _whole(self):
        if self._pending:
            self._text += "".join(self._pending)
            self._pending = []
        return self._text

    def write(self, s, /):
        """Write a text, and give its length."""
        self._check()
        if not isinstance(s, str):
            raise TypeError(f"string argument expected, got '{type(s).__name__}'")
        length = len(s)
        if self._newline is None:
            s = s.replace("\r\n", "\n").replace("\r", "\n")
        elif self._newline in ("\r", "\r\n"):
            s = s.replace("\n", self._newline)
        if self._pending or self._pos == len(self._text):
            self._pending.append(s)
            self._pos += len(s)
            return length
        text = self._text
        if self._pos > len(text):
            text += "\0" * (self._pos - len(text))
        self._text = text[:self._pos] + s + text[self._pos + len(s):]
        self._pos += len(s)
        return length

    def getvalue(self):
        """All that was written."""
        self._check()
        return self._whole()

    def read(self, size=-1, /):
        """Up to `size` characters from the position on."""
        self._check()
        text, start = self._whole(), self._pos
        size = self._count(size)
        if start > len(text):
            return ""
        result = text[start:] if size is None else text[start:start + size]
        self._pos = start + len(result)
        return result

    def readline(self, size=-1, /):
        """The rest of the line, with its end."""
        self._check()
        text, start = self._whole(), self._pos
        size = self._count(size)
        ends = ("\r\n", "\n", "\r") if self._newline == "" else (self._newline or "\n",)
        found = [(place, place + len(end)) for end in ends if (place := text.find(end, start)) >= 0]
        stop = min(found)[1] if found else len(text)
        if self._newline == "" and found and text.startswith("\r\n", min(found)[0]):
            stop = min(found)[0] + 2
        if size is not None:
            stop = min(stop, start + size)
        self._pos = max(start, stop)
        return text[start:stop]

    def seek(self, pos, whence=0, /):
        """Go to a position: from the start (0), or nowhere from here (1) or from the end (2)."""
        self._check()
        if whence not in (0, 1, 2):
            raise ValueError(f"Invalid whence ({whence}, should be 0, 1 or 2)")
        if whence == 0 and pos < 0:
            raise ValueError(f"Negative seek position {pos}")
        if whence and pos:
            raise OSError("Can't do nonzero cur-relative seeks")
        self._whole()
        if whence == 0:
            self._pos = pos
        elif whence == 2:
            self._pos = len(self._text)
        return self._pos

    def truncate(self, pos=None, /):
        """Cut what follows the position, which stays."""
        self._check()
        if pos is None:
            pos = self._pos
        elif not isinstance(pos, int):
            raise TypeError(f"argument should be integer or None, not '{type(pos).__name__}'")
        if pos < 0:
            raise ValueError(f"Negative size value {pos}")
        self._text = self._whole()[:pos]
        return pos

    @property
    def line_buffering(self):
        """No."""
        self._check()
        return False

    encoding = errors = None

    @property
    def newlines(self):
        """Not kept."""
        return None


class BytesIO(_Base):
    """Buffered I/O implementation using an in-memory bytes buffer."""

    __module__ = "_io"

    _closed_message = "I/O operation on closed file."

    def __init__(self, initial_bytes=b""):
        super().__init__()
        if isinstance(initial_bytes, (str, int)):
            raise TypeError(f"a bytes-like object is required, not '{type(initial_bytes).__name__}'")
        self._buffer = bytearray() if initial_bytes is None else bytearray(initial_bytes)

    def _release(self):
        self._buffer = bytearray()

    def write(self, b, /):
        """Write bytes, and give their number."""
        self._check()
        if isinstance(b, str):
            raise TypeError("a bytes-like object is required, not 'str'")
        b = bytes(b)
        buffer, start = self._buffer, self._pos
        if not b:
            return 0
        if start > len(buffer):
            buffer.extend(bytes(start - len(buffer)))
        buffer[start:start + len(b)] = b
        self._pos = start + len(b)
        return len(b)

    def getvalue(self):
        """All bytes."""
        self._check()
        return bytes(self._buffer)

    def getbuffer(self):
        """A view of the bytes."""
        self._check()
        return memoryview(self._buffer)

    def read(self, size=-1, /):
        """Up to `size` bytes from the position on."""
        self._check()
        size = self._count(size)
        start = self._pos
        result = bytes(self._buffer[start:] if size is None else self._buffer[start:start + size])
        self._pos = start + len(result)
        return result

    read1 = read

    def readinto(self, b, /):
        """Fill a bytearray, and give how many bytes there were."""
        data = self.read(len(b))
        b[:len(data)] = data
        return len(data)

    def readline(self, size=-1, /):
        """The rest of the line, with its end."""
        self._check()
        size = self._count(size)
        start = self._pos
        found = self._buffer.find(b"\n", start)
        stop = len(self._buffer) if found < 0 else found + 1
        if size is not None:
            stop = min(stop, start + size)
        self._pos = max(start, stop)
        return bytes(self._buffer[start:stop])

    def seek(self, pos, whence=0, /):
        """Go to a position: from the start (0), from here (1) or from the end (2)."""
        self._check()
        if whence == 0:
            if pos < 0:
                raise ValueError(f"negative seek value {pos}")
            self._pos = pos
        elif whence == 1:
            self._pos = max(0, self._pos + pos)
        elif whence == 2:
            self._pos = max(0, len(self._buffer) + pos)
        else:
            raise ValueError(f"invalid whence ({whence}, should be 0, 1 or 2)")
        return self._pos

    def truncate(self, size=None, /):
        """Cut what follows the position, which stays."""
        self._check()
        if size is None:
            size = self._pos
        if size < 0:
            raise ValueError(f"negative size value {size}")
        del self._buffer[size:]
        return size
