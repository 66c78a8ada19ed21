# Sets with items whose __hash__ or __eq__ is Python code. `_set_probe` is as `_dict_probe` (see dict.py); a missing key
# gives -1.


def _set_hash(key):
    try:
        return hash(key)
    except TypeError as e:
        if type(e) is not TypeError:
            raise
        text = f"cannot use '{full_type_name(key)}' as a set element ({e})"
    raise TypeError(text)


def set_find(s, key, h):
    place = version = 0
    while True:
        found = _set_probe(s, key, h, place, version)
        if type(found) is int:
            return found
        other, at, place, version = found
        if other == key:
            if _set_version(s) == version:
                return at
            place = 0


def set_add(s, key):
    set_add_hashed(s, key, _set_hash(key))


def set_add_hashed(s, key, h):
    while True:
        version = _set_version(s)
        if set_find(s, key, h) >= 0 or _set_insert(s, key, h, version):
            return


def set_contains(s, key):
    return set_find(s, key, _set_hash(key)) >= 0


def set_discard(s, key):
    set_take(s, key, _set_hash(key))


def set_take(s, key, h):
    while True:
        at = set_find(s, key, h)
        if at < 0:
            return False
        if _set_remove(s, at, h):
            return True


def set_remove(s, key):
    if not set_take(s, key, _set_hash(key)):
        raise KeyError(key)


def set_update(s, iterable):
    if isinstance(iterable, (set, frozenset)):
        for key, h in _set_entries(iterable):
            set_add_hashed(s, key, h)
        return
    for key in iterable:
        if not _set_try_add(s, key):
            set_add(s, key)


def set_update_all(s, others):
    for other in others:
        set_update(s, other)


def set_ior(s, other):
    set_update(s, other)
    return s


def set_new_like(s, items):
    new = _set_empty_like(s)
    set_update(new, items)
    return new


def set_union(s, others):
    new = set_new_like(s, s)
    for other in others:
        set_update(new, other)
    return new


def set_intersection_one(s, other):
    new = _set_empty_like(s)
    if isinstance(other, (set, frozenset)):
        if len(other) > len(s):
            s, other = other, s
        for key, h in _set_entries(other):
            if set_find(s, key, h) >= 0:
                set_add_hashed(new, key, h)
    else:
        for key in other:
            h = _set_hash(key)
            if set_find(s, key, h) >= 0:
                set_add_hashed(new, key, h)
    return new


def set_intersection(s, others):
    if not others:
        return set_new_like(s, s)
    result = s
    for other in others:
        result = set_intersection_one(result, other)
    return result


def set_intersection_update(s, others):
    if others:
        _set_replace(s, set_intersection(s, others))


def set_iand(s, other):
    _set_replace(s, set_intersection_one(s, other))
    return s


def set_difference(s, others):
    new = set_new_like(s, s)
    for other in others:
        set_difference_one(new, other)
    return new


def set_difference_one(s, other):
    if other is s:
        s.clear()
    elif isinstance(other, (set, frozenset)):
        for key, h in _set_entries(other):
            set_take(s, key, h)
    else:
        for key in other:
            set_take(s, key, _set_hash(key))


def set_difference_update(s, others):
    for other in others:
        set_difference_one(s, other)


def set_isub(s, other):
    set_difference_one(s, other)
    return s


def set_toggle(s, other):
    for key, h in _set_entries(other):
        if not set_take(s, key, h):
            set_add_hashed(s, key, h)


def set_symmetric_difference(s, other):
    new = set_new_like(s, other)
    set_toggle(new, s)
    return new


def set_symmetric_difference_of(s, others):
    return set_symmetric_difference(s, others[0])


def set_symmetric_difference_update(s, other):
    if other is s:
        s.clear()
        return
    if not isinstance(other, (set, frozenset)):
        other = set_new_like(s, other)
    set_toggle(s, other)


def set_ixor(s, other):
    set_symmetric_difference_update(s, other)
    return s


def set_within(a, b):
    if len(a) > len(b):
        return False
    for key, h in _set_entries(a):
        if set_find(b, key, h) < 0:
            return False
    return True


def set_compare(a, b, op):
    if op == 2:
        return len(a) == len(b) and set_within(a, b)
    if op == 3:
        return not (len(a) == len(b) and set_within(a, b))
    if op == 0:
        return len(a) < len(b) and set_within(a, b)
    if op == 1:
        return set_within(a, b)
    if op == 4:
        return len(b) < len(a) and set_within(b, a)
    return set_within(b, a)


def set_isdisjoint(s, other):
    if isinstance(other, (set, frozenset)):
        if len(other) > len(s):
            s, other = other, s
        for key, h in _set_entries(other):
            if set_find(s, key, h) >= 0:
                return False
        return True
    for key in other:
        if set_find(s, key, _set_hash(key)) >= 0:
            return False
    return True


def set_issubset(s, other):
    if isinstance(other, (set, frozenset)):
        return set_within(s, other)
    return len(set_intersection_one(s, other)) == len(s)


def set_issuperset(s, other):
    if isinstance(other, (set, frozenset)):
        return set_within(other, s)
    for key in other:
        if set_find(s, key, _set_hash(key)) < 0:
            return False
    return True


def set_repr(self):
    name = type(self).__name__
    if _repr_enter(self):
        return f"{name}(...)"
    try:
        keys = [key for key, h in _set_entries(self)]
        if not keys:
            return f"{name}()"
        text = "{" + ", ".join([repr(key) for key in keys]) + "}"
        if type(self) is set:
            return text
        return f"{name}({text})"
    finally:
        _repr_leave(self)
