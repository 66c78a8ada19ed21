# Generic aliases (list[int]) and unions (int | str).


def type_text(t):
    if t is type(None):
        return "None"
    if t is ...:
        return "..."
    if type(t) is list:
        return "[" + ", ".join([type_text(x) for x in t]) + "]"
    if hasattr(t, "__origin__") and hasattr(t, "__args__"):
        return repr(t)
    name = getattr(t, "__qualname__", None)
    module = getattr(t, "__module__", None)
    if name is None or module is None:
        return repr(t)
    if module == "builtins":
        return name
    return f"{module}.{name}"


def alias_repr(alias):
    args = alias.__args__
    inside = ", ".join([type_text(a) for a in args]) if args else "()"
    star = "*" if alias.__unpacked__ else ""
    return f"{star}{type_text(alias.__origin__)}[{inside}]"


def alias_getattr(alias, name):
    if name.startswith("__") and name.endswith("__") and name in (
            "__class__", "__bases__", "__copy__", "__deepcopy__", "__reduce__", "__reduce_ex__",
            "__typing_unpacked_tuple_args__", "__typing_subst__", "__typing_prepare_subst__",
            "__typing_is_unionable__"):
        raise AttributeError(f"'types.GenericAlias' object has no attribute {name!r}")
    return getattr(alias.__origin__, name)


def alias_call(alias, args, kwargs):
    obj = alias.__origin__(*args, **kwargs)
    try:
        obj.__orig_class__ = alias
    except (AttributeError, TypeError):
        pass
    return obj


def alias_eq(a, b):
    return a.__origin__ == b.__origin__ and a.__args__ == b.__args__ and a.__unpacked__ == b.__unpacked__


def alias_hash(alias):
    return hash(alias.__origin__) ^ hash(alias.__args__)


def alias_iter(alias):
    return iter((_starred(alias),))


def alias_dir(alias):
    return sorted(set(dir(alias.__origin__)) | {"__origin__", "__args__", "__parameters__", "__unpacked__"})


def type_parameters(args):
    found = []
    for a in args:
        if _is_class(a):
            continue
        if hasattr(a, "__typing_subst__"):
            if a not in found:
                found.append(a)
        elif type(a) in (tuple, list):
            for p in type_parameters(a):
                if p not in found:
                    found.append(p)
        else:
            for p in getattr(a, "__parameters__", ()):
                if p not in found:
                    found.append(p)
    return tuple(found)


def alias_getitem(alias, item):
    params = alias.__parameters__
    if not params:
        raise TypeError(f"{alias!r} is not a generic class")
    if type(item) is not tuple:
        item = (item,)
    for p in params:
        prepare = getattr(type(p), "__typing_prepare_subst__", None)
        if prepare is not None:
            item = prepare(p, alias, item)
            if type(item) is not tuple:
                item = (item,)
    if len(item) != len(params):
        many = "many" if len(item) > len(params) else "few"
        raise TypeError(f"Too {many} arguments for {alias!r}; actual {len(item)}, expected {len(params)}")
    by_param = dict(zip(params, item))
    new = substitute(alias.__args__, by_param)
    result = _alias(alias.__origin__, tuple(new))
    return _starred(result) if alias.__unpacked__ else result


def substitute(args, by_param):
    new = []
    for a in args:
        if _is_class(a):
            new.append(a)
        elif hasattr(a, "__typing_subst__"):
            value = a.__typing_subst__(by_param[a])
            if type(value) is tuple:
                new.extend(value)
            else:
                new.append(value)
        elif type(a) is tuple or type(a) is list:
            new.append(type(a)(substitute(a, by_param)))
        else:
            inner = getattr(a, "__parameters__", ())
            if inner:
                a = a[tuple([by_param[p] for p in inner])]
            new.append(a)
    return new


def union_of(members):
    if type(members) is not tuple:
        members = (members,)
    flat = []
    for m in members:
        if m is None:
            m = type(None)
        if _is_union(m):
            flat.extend(m.__args__)
        else:
            flat.append(m)
    unique = []
    for m in flat:
        if m not in unique:
            unique.append(m)
    if not unique:
        raise TypeError("Cannot take a Union of no types.")
    return _make_union(tuple(unique))


def union_repr(union):
    return " | ".join([type_text(t) for t in union.__args__])


def union_eq(a, b):
    xs, ys = a.__args__, b.__args__
    if len(xs) != len(ys):
        return False
    for x in xs:
        if x not in ys:
            return False
    return True


def union_hash(union):
    return hash(frozenset(union.__args__))


def union_instancecheck(union, obj):
    for t in union.__args__:
        if isinstance(obj, t):
            return True
    return False


def union_subclasscheck(union, cls):
    if not _is_class(cls):
        raise TypeError("issubclass() arg 1 must be a class")
    for t in union.__args__:
        if issubclass(cls, t):
            return True
    return False


def union_getitem(union, item):
    params = union.__parameters__
    if not params:
        raise TypeError(f"{union!r} is not a generic class")
    if type(item) is not tuple:
        item = (item,)
    if len(item) != len(params):
        many = "many" if len(item) > len(params) else "few"
        raise TypeError(f"Too {many} arguments for {union!r}; actual {len(item)}, expected {len(params)}")
    return union_of(tuple(substitute(union.__args__, dict(zip(params, item)))))


# What the compiler asks for where a class, a function or an alias has type parameters.

def make_typevar(name):
    import _typing
    return _typing._make_typevar(name)


def make_paramspec(name):
    import _typing
    return _typing._make_paramspec(name)


def make_typevartuple(name):
    import _typing
    return _typing._make_typevartuple(name)


def typevar_with_bound(name, evaluate):
    import _typing
    return _typing._make_typevar(name, evaluate)


def typevar_with_constraints(name, evaluate):
    import _typing
    return _typing._make_typevar(name, None, evaluate)


def set_typeparam_default(param, evaluate):
    import _typing
    return _typing._set_default(param, evaluate)


def subscript_generic(params):
    import _typing
    return _typing._subscript_generic(params)


def make_typealias(parts):
    import _typing
    name, params, evaluate = parts
    return _typing._make_alias(name, params, evaluate)
