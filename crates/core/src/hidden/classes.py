# Classes: what of their making, of instance checks and of exceptions' texts has to call Python.


def build_class(func, name, bases, kwds):
    original = bases
    for base in bases:
        if not _is_class(base):
            bases = resolve_bases(bases)
            break
    if "metaclass" in kwds:
        kwds = kwds.copy()
        meta = kwds.pop("metaclass")
        is_class = _is_class(meta)
    else:
        meta = type(bases[0]) if bases else type
        is_class = True
    if is_class:
        meta = _metaclass(meta, bases)
    prepare = getattr(meta, "__prepare__", None)
    if prepare is None:
        ns = {}
    else:
        ns = prepare(name, bases, **kwds)
    if not _is_mapping(ns):
        what = meta.__name__ if is_class else "<metaclass>"
        raise TypeError(f"{what}.__prepare__() must return a mapping, not {type(ns).__name__}")
    cell = _run_body(func, ns)
    if bases is not original:
        ns["__orig_bases__"] = original
    cls = meta(name, bases, ns, **kwds)
    if _is_class(cls) and cell is not None:
        _check_cell(cell, cls, name)
    return cls


def resolve_bases(bases):
    resolved = []
    for base in bases:
        if _is_class(base):
            resolved.append(base)
            continue
        entries = getattr(base, "__mro_entries__", None)
        if entries is None:
            resolved.append(base)
            continue
        found = entries(bases)
        if type(found) is not tuple:
            raise TypeError("__mro_entries__ must return a tuple")
        resolved.extend(found)
    return tuple(resolved)


def type_new_with_slots(meta, name, bases, ns, kwds):
    ns = dict(ns)
    ns["__slots__"] = tuple(ns["__slots__"])
    return type.__new__(meta, name, bases, ns, **kwds)


def finish_ordered_class(cls, named, kwds):
    _set_mro(cls, tuple(type(cls).mro(cls)))
    return finish_class(cls, named, kwds)


def finish_class(cls, named, kwds):
    for name, value in named:
        try:
            type(value).__set_name__(value, cls, name)
        except BaseException as e:
            e.add_note(f"Error calling __set_name__ on '{type(value).__name__}' instance {name!r} in '{cls.__name__}'")
            raise
    super(cls, cls).__init_subclass__(**kwds)
    return cls


def type_call(cls, args, kwargs):
    obj = cls.__new__(cls, *args, **kwargs)
    ty = type(obj)
    if _is_subtype(ty, cls):
        result = ty.__init__(obj, *args, **kwargs)
        if result is not None:
            raise TypeError(f"__init__() should return None, not '{type(result).__name__}'")
    return obj


def call_with(f, first, args, kwargs):
    return f(first, *args, **kwargs)


def isinstance_any(obj, classes):
    for cls in classes:
        if isinstance(obj, cls):
            return True
    return False


def issubclass_any(cls, classes):
    for c in classes:
        if issubclass(cls, c):
            return True
    return False


def isinstance_by_attribute(obj, cls):
    if _is_subtype(type(obj), cls):
        return True
    own = getattr(obj, "__class__", None)
    return own is not type(obj) and _is_class(own) and _is_subtype(own, cls)


def abstract_error(cls):
    names = sorted(cls.__abstractmethods__)
    s = "" if len(names) == 1 else "s"
    quoted = ", ".join([f"'{name}'" for name in names])
    raise TypeError(f"Can't instantiate abstract class {cls.__name__} "
                    f"without an implementation for abstract method{s} {quoted}")


def ne_by_eq(f, a, b):
    result = f(a, b)
    if result is NotImplemented:
        return NotImplemented
    return not result


def slots_state(obj):
    slots = {}
    for cls in type(obj).__mro__:
        names = cls.__dict__.get("__slots__", ())
        if type(names) is str:
            names = (names,)
        for name in names:
            if name in ("__dict__", "__weakref__"):
                continue
            if name.startswith("__") and not name.endswith("__"):
                name = f"_{cls.__name__.lstrip('_')}{name}"
            if hasattr(obj, name):
                slots[name] = getattr(obj, name)
    state = getattr(obj, "__dict__", None)
    if state is not None:
        state = state.copy() or None
    if slots:
        return state, slots
    return state


def object_reduce_ex(obj, protocol):
    own = type(obj).__reduce__
    if own is not object.__reduce__:
        return own(obj)
    return object_reduce(obj, protocol)


def object_reduce(obj, protocol):
    import copyreg
    cls = type(obj)
    args = ()
    kwargs = {}
    if hasattr(cls, "__getnewargs_ex__"):
        args, kwargs = obj.__getnewargs_ex__()
    elif hasattr(cls, "__getnewargs__"):
        args = obj.__getnewargs__()
    elif cls.__new__ is not object.__new__ and cls.__itemsize__ == 0 and not _is_subtype(cls, (list, dict)):
        for base in (int, float, complex, str, bytes, tuple, frozenset, set, bytearray):
            if _is_subtype(cls, base):
                args = (base(obj),)
                break
    state = obj.__getstate__()
    items = iter(obj) if _is_subtype(cls, list) else None
    pairs = iter(obj.items()) if _is_subtype(cls, dict) else None
    if kwargs:
        return copyreg.__newobj_ex__, (cls, args, kwargs), state, items, pairs
    return copyreg.__newobj__, (cls, *args), state, items, pairs


def exception_repr(name, args):
    if len(args) == 1:
        return f"{name}({args[0]!r})"
    return name + repr(args)


def os_error_str(errno, strerror, filename, filename2):
    if filename2 is not None:
        return f"[Errno {errno}] {strerror}: {filename!r} -> {filename2!r}"
    if filename is not None:
        return f"[Errno {errno}] {strerror}: {filename!r}"
    return f"[Errno {errno}] {strerror}"


def print_general(args, sep, end, file, flush):
    first = True
    for arg in args:
        if not first:
            file.write(sep)
        first = False
        file.write(str(arg))
    file.write(end)
    if flush:
        file.flush()


def print_expression(value):
    import sys
    sys.displayhook(value)


def is_abstract(f):
    return bool(getattr(f, "__isabstractmethod__", False))


def any_abstract(fs):
    for f in fs:
        if getattr(f, "__isabstractmethod__", False):
            return True
    return False


def wrapper_repr(name, f):
    return f"<{name}({f!r})>"


def method_repr(f, this):
    name = getattr(f, "__qualname__", None)
    if name is None:
        name = getattr(f, "__name__", "?")
    return f"<bound method {name} of {this!r}>"


def method_reduce(f, this):
    return getattr, (this, f.__name__)


def native_reduce(f):
    this = f.__self__
    if this is None or type(this) is type(_modules()["sys"]):
        return f.__qualname__
    return getattr, (this, f.__name__)


def property_doc(p, getter):
    doc = getattr(getter, "__doc__", None)
    if doc is not None:
        p.__doc__ = doc


def super_attr(sup, cls, this, name, two):
    return getattr(sup(cls, this), name)
