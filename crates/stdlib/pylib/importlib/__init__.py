"""Importing by name."""

import sys

__all__ = ["__import__", "import_module", "invalidate_caches", "reload"]

__import__ = __import__


def import_module(name, package=None):
    """Import a module; a relative name (with leading dots) starts from the package."""
    if name.startswith("."):
        if not package:
            raise TypeError(f"the 'package' argument is required to perform a relative import for {name!r}")
        level = len(name) - len(name.lstrip("."))
        parts = package.rsplit(".", level - 1)
        if len(parts) < level:
            raise ImportError("attempted relative import beyond top-level package")
        base, rest = parts[0], name[level:]
        name = f"{base}.{rest}" if rest else base
    __import__(name)
    return sys.modules[name]


def invalidate_caches():
    """Look for new modules: there can be none."""


def reload(module):
    """Run a module's code again."""
    name = getattr(module, "__name__", None)
    if name is None or not isinstance(module, type(sys)):
        raise TypeError("reload() argument must be a module")
    if sys.modules.get(name) is not module:
        raise ImportError(f"module {name} not in sys.modules", name=name)
    del sys.modules[name]
    try:
        fresh = import_module(name)
        module.__dict__.update(fresh.__dict__)
    finally:
        # Whoever holds the module goes on holding it, with the new contents.
        sys.modules[name] = module
    return module
