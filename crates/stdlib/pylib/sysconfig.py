"""Python's configuration: what of it means something here."""

import sys

__all__ = ["get_config_var", "get_config_vars", "get_paths", "get_path", "get_path_names", "get_platform",
           "get_python_version", "get_scheme_names", "is_python_build"]

_PATHS = {name: "/lib/python3.14" for name in ("stdlib", "platstdlib")}
_vars = {}


def get_python_version():
    """Return the version without its last part."""
    return "%d.%d" % sys.version_info[:2]


def get_platform():
    """Return a string that identifies the platform."""
    return "linux-x86_64"


def is_python_build(check_home=None):
    """Is this Python run from where it was built?"""
    return False


def get_config_vars(*args):
    """The configuration variables: all, or the values of those named."""
    if not _vars:
        free_threaded = not sys._is_gil_enabled()
        _vars.update({"prefix": sys.prefix, "exec_prefix": sys.exec_prefix, "py_version": sys.version.split()[0],
                      "py_version_short": get_python_version(), "py_version_nodot": "%d%d" % sys.version_info[:2],
                      "installed_base": sys.base_prefix, "base": sys.prefix, "platlibdir": sys.platlibdir,
                      "abiflags": sys.abiflags, "ABIFLAGS": sys.abiflags, "VERSION": get_python_version(),
                      "Py_GIL_DISABLED": int(free_threaded), "Py_DEBUG": 0, "WITH_PYMALLOC": int(not free_threaded)})
    return [_vars.get(name) for name in args] if args else _vars


def get_config_var(name):
    """Return the value of a single variable, or None."""
    return get_config_vars().get(name)


def get_scheme_names():
    """Return a tuple containing the schemes names."""
    return ("posix_prefix",)


def get_path_names():
    """Return a tuple containing the paths names."""
    return tuple(_PATHS)


def get_paths(scheme="posix_prefix", vars=None, expand=True):
    """Return a mapping containing an install scheme."""
    return dict(_PATHS)


def get_path(name, scheme="posix_prefix", vars=None, expand=True):
    """Return a path corresponding to the scheme."""
    return _PATHS[name]
