# Iterators over iterators in Python code. `_word(it, i)` is a word of the iterator's state; a step raises StopIteration
# at its end.


def sequence_next(it):
    seq = _word(it, 0)
    if seq is None:
        raise StopIteration
    i = _word(it, 1)
    value = sequence_item(it, seq, i)
    if _ended(value):
        raise StopIteration
    _put(it, 1, i + 1)
    return value


def sequence_item(it, seq, i):
    try:
        return seq[i]
    except (IndexError, StopIteration):
        _put(it, 0, None)
    return _end()


def reversed_next(it):
    seq = _word(it, 0)
    i = _word(it, 1)
    if seq is None or i < 0:
        raise StopIteration
    value = sequence_item(it, seq, i)
    if _ended(value):
        raise StopIteration
    _put(it, 1, i - 1)
    return value


def sequence_hint(it):
    seq = _word(it, 0)
    if seq is None or not hasattr(type(seq), "__len__"):
        return 0
    return max(len(seq) - _word(it, 1), 0)


def reversed_hint(it):
    seq = _word(it, 0)
    i = _word(it, 1)
    if seq is None or i >= len(seq):
        return 0
    return i + 1


def reversed_new(cls, seq):
    return _reversed(cls, seq, len(seq) - 1)


def callable_next(it):
    f = _word(it, 0)
    if f is None:
        raise StopIteration
    sentinel = _word(it, 1)
    value = callable_call(it, f)
    if _ended(value):
        raise StopIteration
    if value is sentinel or value == sentinel:
        _put(it, 0, None)
        raise StopIteration
    return value


def callable_call(it, f):
    try:
        return f()
    except StopIteration:
        _put(it, 0, None)
    return _end()


def enumerate_new(cls, iterable, start):
    return _enumerate(cls, iter(iterable), start)


def enumerate_next(it):
    value = _next(_word(it, 0))
    if _ended(value):
        raise StopIteration
    i = _word(it, 1)
    _put(it, 1, i + 1)
    return (i, value)


def zip_new(cls, iterables, strict):
    its = []
    for v in iterables:
        try:
            it = iter(v)
        except TypeError:
            if hasattr(type(v), "__iter__"):
                raise
            it = None
        if it is None:
            raise TypeError(f"'{type(v).__name__}' object is not iterable")
        _append(its, it)
    return _zip(cls, tuple(its), strict)


def zip_next(self):
    return tuple(next_of_all(_word(self, 0), _word(self, 1), "zip"))


def next_of_all(its, strict, name):
    values = []
    for it in its:
        value = _next(it)
        if _ended(value):
            if strict:
                strict_end(its, len(values), name)
            raise StopIteration
        _append(values, value)
    return values


def strict_end(its, i, name):
    if i:
        upto = " 1" if i == 1 else f"s 1-{i}"
        raise ValueError(f"{name}() argument {i + 1} is shorter than argument{upto}")
    for j in range(1, len(its)):
        if not _ended(_next(its[j])):
            upto = " 1" if j == 1 else f"s 1-{j}"
            raise ValueError(f"{name}() argument {j + 1} is longer than argument{upto}")


def map_new(cls, f, iterables, strict):
    return _map(cls, f, tuple([iter(v) for v in iterables]), strict)


def map_next(self):
    its = _word(self, 1)
    if len(its) == 1:
        value = _next(its[0])
        if _ended(value):
            raise StopIteration
        return _word(self, 0)(value)
    values = next_of_all(its, _word(self, 2), "map")
    return _word(self, 0)(*values)


def filter_new(cls, f, iterable):
    return _filter(cls, f, iter(iterable))


def filter_next(self):
    f = _word(self, 0)
    it = _word(self, 1)
    plain = f is None or f is bool
    while True:
        value = _next(it)
        if _ended(value):
            raise StopIteration
        if value if plain else f(value):
            return value


def filter_from(self, value):
    if value:
        return value
    return filter_next(self)


def next_or_default(it, default):
    value = _next(it)
    if _ended(value):
        return default
    return value


def length_hint(obj, default):
    if hasattr(type(obj), "__len__"):
        return len(obj)
    hint = getattr(type(obj), "__length_hint__", None)
    if hint is None:
        return default
    value = hint(obj)
    if value is NotImplemented:
        return default
    if not isinstance(value, int):
        raise TypeError(f"__length_hint__ must be an integer, not {type(value).__name__}")
    if value < 0:
        raise ValueError("__length_hint__() should return >= 0")
    return value


# ---- deque ----


def deque_extend(self, iterable):
    for item in iterable:
        _deque_append(self, item)


def deque_extendleft(self, iterable):
    for item in iterable:
        _deque_appendleft(self, item)


def deque_repr(self):
    if _repr_enter(self):
        return "[...]"
    try:
        text = repr(list(self))
    finally:
        _repr_leave(self)
    if self.maxlen is None:
        return f"{type(self).__name__}({text})"
    return f"{type(self).__name__}({text}, maxlen={self.maxlen})"


def deque_copy(self):
    if self.maxlen is None:
        return type(self)(self)
    return type(self)(self, self.maxlen)


def deque_reduce(self):
    state = getattr(self, "__dict__", None) or None
    if self.maxlen is None:
        return (type(self), (), state, iter(self))
    return (type(self), ((), self.maxlen), state, iter(self))


def deque_index(self, value, bounds):
    n = len(self)
    start = _index(bounds[0]) if len(bounds) > 0 else 0
    stop = _index(bounds[1]) if len(bounds) > 1 else n
    if start < 0:
        start = max(start + n, 0)
    if stop < 0:
        stop = max(stop + n, 0)
    stop = min(stop, n)
    state = _deque_state(self)
    for i in range(start, stop):
        item = self[i]
        if item is value or item == value:
            return i
        if _deque_state(self) != state:
            raise RuntimeError("deque mutated during iteration")
    raise ValueError("deque.index(x): x not in deque")


def deque_remove(self, value):
    i = 0
    for item in list(self):
        state = _deque_state(self)
        if item is value or item == value:
            if _deque_state(self) != state:
                raise IndexError("deque mutated during remove().")
            _deque_remove(self, i, item)
            return
        if _deque_state(self) != state:
            raise IndexError("deque mutated during remove().")
        i += 1
    raise ValueError("deque.remove(x): x not in deque")


def count_elements(mapping, iterable):
    get = mapping.get
    for item in iterable:
        mapping[item] = get(item, 0) + 1


def tuplegetter_repr(self):
    return f"{type(self).__name__}({_word(self, 0)!r}, {self.__doc__!r})"


def tuplegetter_reduce(self):
    return (type(self), (_word(self, 0), self.__doc__))
