"""Files and streams, which CPython has in C (module _io). Files live in memory, as long as the program."""

from _io import UnsupportedOperation

# Path -> contents. Directories are what paths go through, the root and the current one.
_contents = {}
_directories = {"/", "/tmp", "/home"}


class IOBase:
    """The abstract base class for all I/O classes."""

    __module__ = "_io"
    _closed = False

    @property
    def closed(self):
        return self._closed

    def close(self):
        if not self._closed:
            self.flush()
            self._closed = True

    def flush(self):
        self._check()

    def _check(self):
        if self.closed:
            raise ValueError("I/O operation on closed file.")

    def _unsupported(self, name):
        raise UnsupportedOperation(name)

    def seek(self, pos, whence=0, /):
        self._unsupported("seek")

    def tell(self):
        return self.seek(0, 1)

    def truncate(self, size=None, /):
        self._unsupported("truncate")

    def fileno(self):
        self._unsupported("fileno")

    def isatty(self):
        self._check()
        return False

    def readable(self):
        return False

    def writable(self):
        return False

    def seekable(self):
        return False

    def __enter__(self):
        self._check()
        return self

    def __exit__(self, *args):
        self.close()

    def __iter__(self):
        self._check()
        return self

    def __next__(self):
        line = self.readline()
        if not line:
            raise StopIteration
        return line

    def readlines(self, hint=-1, /):
        lines = []
        size = 0
        for line in self:
            lines.append(line)
            size += len(line)
            if hint is not None and 0 < hint <= size:
                break
        return lines

    def writelines(self, lines, /):
        self._check()
        for line in lines:
            self.write(line)


class RawIOBase(IOBase):
    """Base class for raw binary I/O."""

    __module__ = "_io"


class BufferedIOBase(IOBase):
    """Base class for buffered IO objects."""

    __module__ = "_io"


class TextIOBase(IOBase):
    """Base class for text I/O."""

    __module__ = "_io"
    encoding = None
    errors = None
    newlines = None


def _position(size, pos, at, whence):
    """Where seek() goes."""
    if whence == 0:
        if pos < 0:
            raise ValueError(f"negative seek value {pos}")
        return pos
    if whence == 1:
        return max(0, at + pos)
    if whence == 2:
        return max(0, size + pos)
    raise ValueError(f"invalid whence ({whence}, should be 0, 1 or 2)")


class BytesIO(BufferedIOBase):
    """Buffered I/O implementation using an in-memory bytes buffer."""

    __module__ = "_io"

    def __init__(self, initial_bytes=b""):
        self._data = bytearray(initial_bytes if initial_bytes is not None else b"")
        self._pos = 0

    def _check(self):
        if self.closed:
            raise ValueError("I/O operation on closed file.")

    def getvalue(self):
        """Retrieve the entire contents of the BytesIO object."""
        self._check()
        return bytes(self._data)

    def readable(self):
        self._check()
        return True

    def writable(self):
        self._check()
        return True

    def seekable(self):
        self._check()
        return True

    def read(self, size=-1, /):
        self._check()
        end = len(self._data) if size is None or size < 0 else self._pos + size
        chunk = bytes(self._data[self._pos:end])
        self._pos += len(chunk)
        return chunk

    read1 = read

    def readinto(self, buffer, /):
        chunk = self.read(len(buffer))
        buffer[:len(chunk)] = chunk
        return len(chunk)

    def readline(self, size=-1, /):
        self._check()
        end = self._data.find(b"\n", self._pos)
        end = len(self._data) if end < 0 else end + 1
        if size is not None and size >= 0:
            end = min(end, self._pos + size)
        line = bytes(self._data[self._pos:end])
        self._pos += len(line)
        return line

    def write(self, data, /):
        self._check()
        if isinstance(data, str):
            raise TypeError("a bytes-like object is required, not 'str'")
        data = bytes(data)
        if self._pos > len(self._data):
            self._data.extend(bytes(self._pos - len(self._data)))
        self._data[self._pos:self._pos + len(data)] = data
        self._pos += len(data)
        return len(data)

    def seek(self, pos, whence=0, /):
        self._check()
        self._pos = _position(len(self._data), pos, self._pos, whence)
        return self._pos

    def tell(self):
        self._check()
        return self._pos

    def truncate(self, size=None, /):
        self._check()
        size = self._pos if size is None else size
        if size < 0:
            raise ValueError(f"negative size value {size}")
        del self._data[size:]
        return size


class _TextBuffer(TextIOBase):
    """Text in memory with a position in it. What was written at the end is kept in pieces until it is read."""

    def _start(self, text):
        self._text = text
        self._size = len(text)
        self._parts = []
        self._pos = 0

    def _whole(self):
        if self._parts:
            self._text += "".join(self._parts)
            self._parts = []
        return self._text

    def _put(self, text):
        if self._pos == self._size:
            self._parts.append(text)
            self._size += len(text)
        else:
            whole = self._whole()
            if self._pos > self._size:
                whole += "\0" * (self._pos - self._size)
            self._text = whole[:self._pos] + text + whole[self._pos + len(text):]
            self._size = len(self._text)
        self._pos += len(text)

    def _take(self, size):
        whole = self._whole()
        end = self._size if size is None or size < 0 else self._pos + size
        chunk = whole[self._pos:end]
        self._pos += len(chunk)
        return chunk

    def _take_line(self, size):
        whole = self._whole()
        end = whole.find("\n", self._pos)
        end = self._size if end < 0 else end + 1
        if size is not None and size >= 0:
            end = min(end, self._pos + size)
        line = whole[self._pos:end]
        self._pos += len(line)
        return line


def _translated(text, newline):
    """Text as it is read: all line ends are \\n, unless `newline` says otherwise."""
    if newline is None:
        return text.replace("\r\n", "\n").replace("\r", "\n")
    return text


class TextIOWrapper(_TextBuffer):
    """Character and line based layer over a BufferedIOBase object, buffer."""

    __module__ = "_io"

    def __init__(self, buffer, encoding=None, errors=None, newline=None, line_buffering=False, write_through=False):
        self.buffer = buffer
        self.encoding = encoding or "UTF-8"
        self.errors = errors or "strict"
        self._newline = newline
        self.line_buffering = line_buffering
        self._dirty = False
        data = buffer.getvalue() if isinstance(buffer, BytesIO) else b""
        if buffer.readable():
            self._start(_translated(data.decode(self.encoding, self.errors), newline))
        else:
            # Only written to: what is there already is not looked at.
            self._start(data.decode(self.encoding, "replace") if data else "")
        if getattr(buffer, "_append", False):
            self._pos = self._size

    @property
    def name(self):
        return self.buffer.name

    @property
    def mode(self):
        return self._mode

    @property
    def closed(self):
        return self.buffer.closed

    def __repr__(self):
        name = f" name={self.buffer.name!r}" if hasattr(self.buffer, "name") else ""
        mode = f" mode={self._mode!r}" if hasattr(self, "_mode") else ""
        return f"<_io.TextIOWrapper{name}{mode} encoding={self.encoding!r}>"

    def readable(self):
        self._check()
        return self.buffer.readable()

    def writable(self):
        self._check()
        return self.buffer.writable()

    def seekable(self):
        self._check()
        return self.buffer.seekable()

    def read(self, size=-1, /):
        self._check()
        if not self.buffer.readable():
            self._unsupported("not readable")
        return self._take(size)

    def readline(self, size=-1, /):
        self._check()
        if not self.buffer.readable():
            self._unsupported("not readable")
        return self._take_line(size)

    def write(self, text, /):
        self._check()
        if not self.buffer.writable():
            self._unsupported("not writable")
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        if getattr(self.buffer, "_append", False):
            self._pos = self._size
        if text:
            self._put(text)
            self._dirty = True
        return len(text)

    def flush(self):
        self._check()
        if self._dirty:
            text = self._whole()
            if self._newline in ("\r", "\r\n"):
                text = text.replace("\n", self._newline)
            self.buffer.seek(0)
            self.buffer.truncate()
            self.buffer._replace(text.encode(self.encoding, self.errors))
            self._dirty = False
        self.buffer.flush()

    def close(self):
        if not self.closed:
            self.flush()
            self.buffer.close()

    def detach(self):
        self.flush()
        return self.buffer

    def fileno(self):
        return self.buffer.fileno()

    def seek(self, pos, whence=0, /):
        self._check()
        if whence == 0 and pos < 0:
            raise ValueError(f"negative seek position {pos}")
        if whence == 1 and pos != 0:
            self._unsupported("can't do nonzero cur-relative seeks")
        if whence == 2 and pos != 0:
            self._unsupported("can't do nonzero end-relative seeks")
        self._pos = _position(self._size, pos, self._pos, whence)
        return self._pos

    def tell(self):
        self._check()
        return self._pos

    def truncate(self, size=None, /):
        self._check()
        if not self.buffer.writable():
            self._unsupported("not writable")
        self._text = self._whole()[:self._pos if size is None else size]
        self._size = len(self._text)
        self._dirty = True
        return self._size

    def reconfigure(self, **options):
        self.flush()


class _File(BytesIO):
    """A file in memory, opened: what is written shows in the file when it is flushed."""

    def __init__(self, path, name, reading, writing, append):
        self._path = path
        self.name = name
        self._reading = reading
        self._writing = writing
        self._append = append
        self._changed = False
        BytesIO.__init__(self, _contents.get(path, b""))
        if append:
            self._pos = len(self._data)

    def __repr__(self):
        return f"<{type(self).__module__}.{type(self).__qualname__} name={self.name!r}>"

    def readable(self):
        self._check()
        return self._reading

    def writable(self):
        self._check()
        return self._writing

    def read(self, size=-1, /):
        self._check()
        if not self._reading:
            self._unsupported("read")
        return BytesIO.read(self, size)

    def readline(self, size=-1, /):
        self._check()
        if not self._reading:
            self._unsupported("read")
        return BytesIO.readline(self, size)

    def write(self, data, /):
        self._check()
        if not self._writing:
            self._unsupported("write")
        if self._append:
            self._pos = len(self._data)
        self._changed = True
        return BytesIO.write(self, data)

    def _replace(self, data):
        self._data = bytearray(data)
        self._changed = True

    def truncate(self, size=None, /):
        self._changed = True
        return BytesIO.truncate(self, size)

    def flush(self):
        self._check()
        if self._changed:
            _contents[self._path] = bytes(self._data)
            self._changed = False

    def fileno(self):
        self._check()
        return 3


class BufferedReader(_File):
    __module__ = "_io"
    mode = "rb"


class BufferedWriter(_File):
    __module__ = "_io"
    mode = "wb"


class BufferedRandom(_File):
    __module__ = "_io"
    mode = "rb+"


class FileIO(_File):
    __module__ = "_io"
    mode = "rb+"


def _absolute(path):
    if not path.startswith("/"):
        path = "/home/" + path
    parts = []
    for part in path.split("/"):
        if part == "..":
            if parts:
                parts.pop()
        elif part and part != ".":
            parts.append(part)
    return "/" + "/".join(parts)


def open(file, mode="r", buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None):
    """Open file and return a stream.  Raise OSError upon failure."""
    if not isinstance(file, (str, bytes, int)):
        if not hasattr(file, "__fspath__"):
            raise TypeError(f"expected str, bytes or os.PathLike object, not {type(file).__name__}")
        file = file.__fspath__()
    if not isinstance(mode, str):
        raise TypeError(f"open() argument 'mode' must be str, not {type(mode).__name__}")
    letters = set(mode)
    if letters - set("axrwb+t") or len(mode) > len(letters):
        raise ValueError(f"invalid mode: {mode!r}")
    binary = "b" in letters
    if binary and "t" in letters:
        raise ValueError("can't have text and binary mode at once")
    if len(letters & set("xrwa")) != 1:
        raise ValueError("must have exactly one of create/read/write/append mode")
    if binary and encoding is not None:
        raise ValueError("binary mode doesn't take an encoding argument")
    if binary and errors is not None:
        raise ValueError("binary mode doesn't take an errors argument")
    if binary and newline is not None:
        raise ValueError("binary mode doesn't take a newline argument")
    if newline not in (None, "", "\n", "\r", "\r\n"):
        raise ValueError(f"illegal newline value: {newline!r}")
    if isinstance(file, int):
        raise OSError(9, "Bad file descriptor")
    name = file
    path = _absolute(file if isinstance(file, str) else file.decode())
    parent = path.rpartition("/")[0] or "/"
    if path in _directories:
        raise IsADirectoryError(21, "Is a directory", name)
    exists = path in _contents
    if not exists and (parent not in _directories or "r" in letters):
        raise FileNotFoundError(2, "No such file or directory", name)
    if exists and "x" in letters:
        raise FileExistsError(17, "File exists", name)
    if "w" in letters or not exists:
        _contents[path] = b""
    plus = "+" in letters
    reading = plus or "r" in letters
    writing = plus or "r" not in letters
    kind = BufferedRandom if plus else BufferedWriter if writing else BufferedReader
    buffer = kind(path, name, reading, writing, "a" in letters)
    if binary:
        return buffer
    text = TextIOWrapper(buffer, encoding, errors, newline)
    text._mode = mode
    return text


def open_code(path):
    """Opens the provided file with the intent to import the contents."""
    return open(path, "rb")
