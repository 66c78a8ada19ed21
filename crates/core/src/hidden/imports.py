# The import system. Modules are those of the library (in Rust, or in Python and compiled beforehand).


def import_module(name, globals, fromlist, level):
    if level < 0:
        raise ValueError("level must be >= 0")
    given = name
    if level > 0:
        name = _absolute_name(name, globals, level)
    elif not name:
        raise ValueError("Empty module name")
    module = _find_and_load(name)
    if not fromlist:
        if level == 0 or not given:
            top = name.partition(".")[0]
            return _modules()[top] if level == 0 else module
        return module
    if hasattr(module, "__path__"):
        _load_submodules(module, fromlist)
    return module


def _load_submodules(module, names):
    for name in names:
        if type(name) is not str:
            raise TypeError(f"Item in ``from list'' must be str, not {type(name).__name__}")
        if name == "*":
            if hasattr(module, "__all__"):
                _load_submodules(module, [n for n in module.__all__ if n != "*"])
        elif not hasattr(module, name):
            full = f"{module.__name__}.{name}"
            try:
                _find_and_load(full)
            except ModuleNotFoundError as e:
                if e.name != full:
                    raise


def _absolute_name(name, globals, level):
    if type(globals) is not dict:
        raise TypeError("globals must be a dict")
    package = globals.get("__package__")
    if package is None:
        if "__name__" not in globals:
            raise KeyError("'__name__' not in globals")
        package = globals["__name__"]
        if "__path__" not in globals:
            package = package.rpartition(".")[0]
    if not package:
        raise ImportError("attempted relative import with no known parent package")
    bits = package.rsplit(".", level - 1)
    if len(bits) < level:
        raise ImportError("attempted relative import beyond top-level package")
    base = bits[0]
    return f"{base}.{name}" if name else base


def _find_and_load(name):
    modules = _modules()
    if name in modules:
        module = modules[name]
        if module is None:
            raise ModuleNotFoundError(f"import of {name} halted; None in sys.modules", name=name)
        _wait_for_import(module)
        return module
    parent, _, child = name.rpartition(".")
    if parent:
        package = _find_and_load(parent)
        if name in modules:
            return modules[name]
        if not hasattr(package, "__path__"):
            raise ModuleNotFoundError(f"No module named {name!r}; {parent!r} is not a package", name=name)
    found = _find_module(name)
    if found is None:
        raise ModuleNotFoundError(_missing_module(name), name=name)
    if type(found) is str:
        raise ImportError(f"no module {name!r} now: the standard library cannot be fetched: {found}", name=name)
    module, body = found
    modules[name] = module
    if body is not None:
        _begin_import(module)
        try:
            body()
        except BaseException:
            modules.pop(name, None)
            raise
        finally:
            _end_import(module)
        module = modules.get(name, module)
    if parent:
        setattr(package, child, module)
    return module


def import_from(module, name):
    try:
        return getattr(module, name)
    except AttributeError:
        pass
    full = getattr(module, "__name__", None)
    if type(full) is str:
        found = _modules().get(f"{full}.{name}")
        if found is not None:
            return found
    file = getattr(module, "__file__", None)
    if full is None:
        raise ImportError(f"cannot import name {name!r} from '<unknown module name>' (unknown location)", name_from=name)
    if _is_importing(module):
        raise ImportError(f"cannot import name {name!r} from partially initialized module {full!r} "
                          f"(most likely due to a circular import) ({file or 'unknown location'})",
                          name=full, path=file, name_from=name)
    where = file or "unknown location"
    if _is_known_module(f"{full}.{name}"):
        where = "it is in Python's standard library, but not in Gilscope"
    raise ImportError(f"cannot import name {name!r} from {full!r} ({where})",
                      name=full, path=file, name_from=name)


def import_star(module, namespace):
    names = getattr(module, "__all__", None)
    public = names is None
    if public:
        names = list(module.__dict__)
    for name in names:
        if type(name) is not str:
            where = "Key" if public else "Item"
            kind = "__dict__" if public else "__all__"
            raise TypeError(f"{where} in {module.__name__}.{kind} must be str, not {type(name).__name__}")
        if public and name.startswith("_"):
            continue
        namespace[name] = getattr(module, name)


def eval_in(f, locals):
    return _run_body(f, locals)


def _missing_module(name):
    if _is_known_module(name):
        return f"No module named {name!r}: it is in Python's standard library, but not in Gilscope"
    return f"No module named {name!r}"
