# Dicts with keys whose __hash__ or __eq__ is Python code.
#
# `_dict_probe` looks for a key: it gives the number of an entry, -1 where there is none, or (key to compare, entry,
# place, version) where Python code has to tell. The dict is not held meanwhile: what is found counts only while its
# version is still the same, else all starts again.


def _hash(key):
    try:
        return hash(key)
    except TypeError as e:
        if type(e) is not TypeError:
            raise
        text = f"cannot use '{full_type_name(key)}' as a dict key ({e})"
    raise TypeError(text)


def full_type_name(v):
    cls = type(v)
    module = cls.__module__
    if module == "builtins" or module == "__main__":
        return cls.__qualname__
    return f"{module}.{cls.__qualname__}"


def dict_find(d, key, h):
    place = version = 0
    while True:
        found = _dict_probe(d, key, h, place, version)
        if type(found) is int:
            return found
        other, entry, place, version = found
        if other == key:
            if _dict_version(d) == version:
                return entry
            place = 0


def dict_getitem(d, key):
    h = _hash(key)
    while True:
        entry = dict_find(d, key, h)
        if entry < 0:
            return _dict_missing(d, key)
        value = _dict_value(d, entry, key, h)
        if not _ended(value):
            return value


def dict_get(d, key, default):
    h = _hash(key)
    while True:
        entry = dict_find(d, key, h)
        if entry < 0:
            return default
        value = _dict_value(d, entry, key, h)
        if not _ended(value):
            return value


def dict_contains(d, key):
    return dict_find(d, key, _hash(key)) >= 0


def dict_setitem(d, key, value):
    dict_set_hashed(d, key, _hash(key), value)


def dict_set_hashed(d, key, h, value):
    while True:
        version = _dict_version(d)
        entry = dict_find(d, key, h)
        if entry >= 0:
            if _dict_set_value(d, entry, key, h, value):
                return
        elif _dict_insert(d, key, h, value, version):
            return


def dict_setdefault(d, key, value):
    h = _hash(key)
    while True:
        version = _dict_version(d)
        entry = dict_find(d, key, h)
        if entry >= 0:
            old = _dict_value(d, entry, key, h)
            if not _ended(old):
                return old
        elif _dict_insert(d, key, h, value, version):
            return value


def dict_delitem(d, key):
    h = _hash(key)
    while True:
        entry = dict_find(d, key, h)
        if entry < 0:
            raise KeyError(key)
        if not _ended(_dict_remove(d, entry, h)):
            return


def dict_pop(d, key):
    h = _hash(key)
    while True:
        entry = dict_find(d, key, h)
        if entry < 0:
            raise KeyError(key)
        value = _dict_remove(d, entry, h)
        if not _ended(value):
            return value


def dict_pop_default(d, key, default):
    h = _hash(key)
    while True:
        entry = dict_find(d, key, h)
        if entry < 0:
            return default
        value = _dict_remove(d, entry, h)
        if not _ended(value):
            return value


def dict_fill(d, other, kwargs):
    dict_add(d, other)
    if kwargs is not None:
        dict_add(d, kwargs)


def dict_init(d, args, kwargs):
    if kwargs is None:
        _dict_init(d, *args)
    else:
        _dict_init(d, *args, **kwargs)


def dict_add(d, other):
    if _is_plain_dict(other):
        n = len(other)
        for key, value, h in _dict_entries(other):
            dict_set_hashed(d, key, h, value)
            if len(other) != n:
                raise RuntimeError("dict mutated during update")
        return
    if hasattr(other, "keys"):
        for key in other.keys():
            _dict_store(d, key, other[key])
        return
    i = 0
    for pair in other:
        parts = pair if type(pair) is tuple or type(pair) is list else pair_parts(pair, i)
        if len(parts) != 2:
            raise ValueError(f"dictionary update sequence element #{i} has length {len(parts)}; 2 is required")
        _dict_store(d, parts[0], parts[1])
        i += 1


def pair_parts(pair, i):
    try:
        it = iter(pair)
    except TypeError:
        it = None
    if it is None:
        error = TypeError("object is not iterable")
        error.add_note(f"Cannot convert dictionary update sequence element #{i} to a sequence")
        raise error
    return [part for part in it]


def dict_union(new, a, b):
    dict_add(new, a)
    dict_add(new, b)
    return new


def dict_ior(d, other):
    dict_add(d, other)
    return d


def dict_fromkeys(cls, iterable, value):
    d = cls()
    if type(d) is dict:
        for key in iterable:
            _dict_store(d, key, value)
    else:
        for key in iterable:
            d[key] = value
    return d


def dict_eq(a, b):
    if _dict_len(a) != _dict_len(b):
        return False
    for key, value, h in _dict_entries(a):
        entry = dict_find(b, key, h)
        if entry < 0:
            return False
        other = _dict_value(b, entry, key, h)
        if _ended(other) or not (value is other or value == other):
            return False
    return True


def dict_ne(a, b):
    return not dict_eq(a, b)


def dict_repr(self):
    if _repr_enter(self):
        return "{...}"
    try:
        parts = []
        for key, value in _dict_items(self):
            _append(parts, f"{key!r}: {value!r}")
        return "{" + ", ".join(parts) + "}"
    finally:
        _repr_leave(self)


def defaultdict_missing(d, factory, key):
    value = factory()
    d[key] = value
    return value


def defaultdict_repr(self):
    factory = self.default_factory
    name = type(self).__name__
    if factory is None:
        text = "None"
    elif _repr_enter(factory):
        text = "..."
    else:
        try:
            text = repr(factory)
        finally:
            _repr_leave(factory)
    return f"{name}({text}, {_dict_repr(self)})"


def defaultdict_or(self, other):
    if not isinstance(other, dict):
        return NotImplemented
    new = self.copy()
    new.update(other)
    return new


def defaultdict_ror(self, other):
    if not isinstance(other, dict):
        return NotImplemented
    new = type(self)(self.default_factory, other)
    new.update(self)
    return new


def defaultdict_reduce(self):
    factory = self.default_factory
    args = () if factory is None else (factory,)
    return (type(self), args, None, None, iter(self.items()))


# ---- views ----


def view_repr(self, items):
    if _repr_enter(self):
        return "..."
    try:
        return f"{type(self).__name__}({items!r})"
    finally:
        _repr_leave(self)


def items_contains(d, pair):
    h = _hash(pair[0])
    entry = dict_find(d, pair[0], h)
    if entry < 0:
        return False
    value = _dict_value(d, entry, pair[0], h)
    return not _ended(value) and (value is pair[1] or value == pair[1])


def view_is_set(v):
    return isinstance(v, (set, frozenset)) or type(v).__name__ in ("dict_keys", "dict_items")


def view_and(a, b):
    if (type(b) is set or type(b) is frozenset) and len(a) <= len(b):
        result = set()
        for item in a:
            hash(item)
            if item in b:
                result.add(item)
        return result
    if type(b).__name__ in ("dict_keys", "dict_items") and len(b) > len(a):
        a, b = b, a
    result = set()
    for item in b:
        if item in a:
            result.add(item)
    return result


def view_rand(a, b):
    return view_and(a, b)


def view_or(a, b):
    result = set(a)
    result.update(b)
    return result


def view_ror(a, b):
    result = set(b)
    result.update(a)
    return result


def view_sub(a, b):
    result = set(a)
    result.difference_update(b)
    return result


def view_rsub(a, b):
    result = set(b)
    result.difference_update(a)
    return result


def view_xor(a, b):
    result = set(a)
    result.symmetric_difference_update(b)
    return result


def view_rxor(a, b):
    result = set(b)
    result.symmetric_difference_update(a)
    return result


def view_within(a, b):
    for item in a:
        if item not in b:
            return False
    return True


def view_lt(a, b):
    return len(a) < len(b) and view_within(a, b)


def view_le(a, b):
    return len(a) <= len(b) and view_within(a, b)


def view_eq(a, b):
    return len(a) == len(b) and view_within(a, b)


def view_ne(a, b):
    return not (len(a) == len(b) and view_within(a, b))


def view_gt(a, b):
    return len(a) > len(b) and view_within(b, a)


def view_ge(a, b):
    return len(a) >= len(b) and view_within(b, a)


def view_isdisjoint(a, b):
    if a is b:
        return len(a) == 0
    if view_is_set(b) and len(b) > len(a):
        a, b = b, a
    for item in b:
        if item in a:
            return False
    return True


# ---- mappingproxy: the functions get the mapping below ----


def proxy_repr(mapping):
    return f"mappingproxy({mapping!r})"


def proxy_reversed(mapping):
    return reversed(mapping)


def proxy_eq(a, b):
    return a == b


def proxy_ne(a, b):
    return a != b


def proxy_or(a, b):
    return a | b


def proxy_ror(a, b):
    return b | a


def proxy_copy(mapping):
    return mapping.copy()


def proxy_get(mapping, key, default):
    return mapping.get(key, default)


def proxy_items(mapping):
    return mapping.items()


def proxy_keys(mapping):
    return mapping.keys()


def proxy_values(mapping):
    return mapping.values()
