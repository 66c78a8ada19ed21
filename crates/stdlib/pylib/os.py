"""What a program may ask of its system here: paths, the files in memory, and numbers that are the same everywhere."""

import abc
import sys

import posixpath as path

sys.modules["os.path"] = path

name = "posix"
linesep = "\n"
curdir, pardir, sep, extsep, pathsep, defpath = ".", "..", "/", ".", ":", "/bin:/usr/bin"
altsep = None
devnull = "/dev/null"
error = OSError
F_OK, R_OK, W_OK, X_OK = 0, 4, 2, 1

__all__ = ["altsep", "cpu_count", "curdir", "defpath", "devnull", "environ", "error", "extsep", "fsdecode", "fsencode", "fspath",
           "get_exec_path", "getcwd", "getenv", "getpid", "getppid", "linesep", "listdir", "makedirs", "mkdir", "name", "pardir",
           "path", "pathsep", "process_cpu_count", "putenv", "remove", "rename", "replace", "rmdir", "sched_getaffinity", "sep",
           "strerror", "unlink", "unsetenv", "urandom", "walk", "PathLike"]

# What is asked for most of that which is not here.
_elsewhere = """_exit abort access chdir chmod chown close closerange dup dup2 execl execle execlp execv execve execvp execvpe fdopen fork
forkpty fstat fsync get_terminal_size getegid geteuid getgid getgroups getloadavg getlogin getpgid getrandom getsid getuid kill
killpg link lseek lstat mkfifo nice open openpty pipe pipe2 popen posix_spawn read readlink register_at_fork removedirs renames
scandir sched_setaffinity sched_yield sendfile setuid spawnl spawnv stat statvfs symlink sync system times truncate ttyname umask
uname utime wait waitpid write""".split()


def __getattr__(name):
    if name in _elsewhere:
        raise AttributeError(f"module 'os' has no attribute {name!r}: it is in Python's standard library, but not in Gilscope",
                             name=name, obj=sys.modules[__name__])
    raise AttributeError(f"module 'os' has no attribute {name!r}", name=name, obj=sys.modules[__name__])


class PathLike(abc.ABC):
    """What has a path."""

    __slots__ = ()

    @abc.abstractmethod
    def __fspath__(self):
        """The path."""
        raise NotImplementedError

    @classmethod
    def __subclasshook__(cls, subclass):
        if cls is PathLike and any("__fspath__" in base.__dict__ for base in subclass.__mro__):
            return True
        return NotImplemented

    __class_getitem__ = classmethod(type(list[int]))


def fspath(path):
    """The path as text or bytes."""
    if isinstance(path, (str, bytes)):
        return path
    if not hasattr(type(path), "__fspath__"):
        raise TypeError(f"expected str, bytes or os.PathLike object, not {type(path).__name__}")
    text = type(path).__fspath__(path)
    if not isinstance(text, (str, bytes)):
        raise TypeError(f"expected {type(path).__name__}.__fspath__() to return str or bytes, not {type(text).__name__}")
    return text


def fsencode(filename):
    filename = fspath(filename)
    return filename.encode("utf-8", "surrogateescape") if isinstance(filename, str) else filename


def fsdecode(filename):
    filename = fspath(filename)
    return filename.decode("utf-8", "surrogateescape") if isinstance(filename, bytes) else filename


class _Environ(dict):
    """The environment: texts by text."""

    def __setitem__(self, key, value):
        for text in (key, value):
            if not isinstance(text, str):
                raise TypeError(f"str expected, not {type(text).__name__}")
        super().__setitem__(key, value)

    def setdefault(self, key, value):
        if key not in self:
            self[key] = value
        return self[key]

    def update(self, *args, **kwargs):
        for key, value in dict(*args, **kwargs).items():
            self[key] = value

    def copy(self):
        return dict(self)

    def __repr__(self):
        return f"environ({super().__repr__()})"


environ = _Environ({"HOME": "/home", "LANG": "en_US.UTF-8", "PATH": defpath, "PWD": "/home"})


def getenv(key, default=None):
    return environ.get(key, default)


def putenv(name, value, /):
    if not isinstance(name, (str, bytes)) or not isinstance(value, (str, bytes)):
        wrong = value if isinstance(name, (str, bytes)) else name
        raise TypeError(f"expected str, bytes or os.PathLike object, not {type(wrong).__name__}")


def unsetenv(name, /):
    putenv(name, "")


def get_exec_path(env=None):
    return (environ if env is None else env).get("PATH", defpath).split(pathsep)


# As if there were four processors, like the pools' default number of workers.
def cpu_count():
    return 4


def process_cpu_count():
    return 4


def sched_getaffinity(pid, /):
    return {0, 1, 2, 3}


def getpid():
    return 42


def getppid():
    return 1


def getcwd():
    return "/home"


def getcwdb():
    return b"/home"


def urandom(size, /):
    import random

    if size < 0:
        raise ValueError("negative argument not allowed")
    return random.SystemRandom().randbytes(size)


def strerror(code, /):
    return {
        0: "Success", 1: "Operation not permitted", 2: "No such file or directory", 4: "Interrupted system call", 5: "Input/output error",
        9: "Bad file descriptor", 11: "Resource temporarily unavailable", 12: "Cannot allocate memory", 13: "Permission denied",
        16: "Device or resource busy", 17: "File exists", 20: "Not a directory", 21: "Is a directory", 22: "Invalid argument",
        28: "No space left on device", 32: "Broken pipe", 36: "File name too long", 39: "Directory not empty",
        98: "Address already in use", 104: "Connection reset by peer", 110: "Connection timed out", 111: "Connection refused",
    }.get(code, f"Unknown error {code}")


def _failed(code, *paths):
    # OSError(number, text, path, None, other path) is of the class that the number says.
    raise OSError(code, strerror(code), *(paths[:1] if len(paths) < 2 else (paths[0], None, paths[1])))


def _place(given):
    return path.abspath(fsdecode(given))


def _children(folder):
    from _files import _contents, _directories

    prefix = folder if folder == "/" else folder + "/"
    names = {p[len(prefix) :].partition("/")[0] for p in [*_contents, *_directories] if p.startswith(prefix)}
    return sorted(names - {""})


def listdir(path="."):
    from _files import _contents, _directories

    folder = _place("." if path is None else path)
    if folder not in _directories:
        _failed(20 if folder in _contents else 2, path)
    return _children(folder)


def mkdir(path, mode=0o777):
    from _files import _contents, _directories

    folder = _place(path)
    if folder in _directories or folder in _contents:
        _failed(17, path)
    if folder.rpartition("/")[0] not in _directories | {""}:
        _failed(2, path)
    _directories.add(folder)


def makedirs(name, mode=0o777, exist_ok=False):
    from _files import _directories

    folder = _place(name)
    above = folder.rpartition("/")[0]
    if above and above not in _directories:
        makedirs(above, exist_ok=True)
    if not (exist_ok and folder in _directories):
        mkdir(name)


def remove(path):
    from _files import _contents, _directories

    file = _place(path)
    if file in _directories:
        _failed(21, path)
    if _contents.pop(file, None) is None:
        _failed(2, path)


unlink = remove


def rmdir(path):
    from _files import _contents, _directories

    folder = _place(path)
    if folder not in _directories:
        _failed(20 if folder in _contents else 2, path)
    if _children(folder):
        _failed(39, path)
    _directories.discard(folder)


def rename(src, dst):
    from _files import _contents, _directories

    old, new = _place(src), _place(dst)
    if old in _contents:
        if new in _directories:
            _failed(21, src, dst)
        if new.rpartition("/")[0] not in _directories | {""}:
            _failed(2, src, dst)
        _contents[new] = _contents.pop(old)
    elif old not in _directories:
        _failed(2, src, dst)
    elif new in _contents:
        _failed(20, src, dst)
    else:
        for place in [p for p in _contents if p.startswith(old + "/")]:
            _contents[new + place[len(old) :]] = _contents.pop(place)
        for place in [p for p in _directories if p == old or p.startswith(old + "/")]:
            _directories.discard(place)
            _directories.add(new + place[len(old) :])


replace = rename


def walk(top, topdown=True, onerror=None, followlinks=False):
    top = fspath(top)
    try:
        names = listdir(top)
    except OSError as e:
        if onerror is not None:
            onerror(e)
        return
    folders = [n for n in names if path.isdir(path.join(top, n))]
    files = [n for n in names if n not in folders]
    if topdown:
        yield top, folders, files
    for folder in folders:
        yield from walk(path.join(top, folder), topdown, onerror, followlinks)
    if not topdown:
        yield top, folders, files
