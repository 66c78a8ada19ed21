# itertools: constructors, and the steps that may call Python code. The words of each iterator are named where it is made.


def tuple_pool(iterable):
    pool = _pool(iterable)
    if pool is None:
        return tuple([item for item in iterable])
    return pool


def accumulate_new(cls, iterable, func, initial):
    # iterator, function, total, state: 0 at the start without initial, 1 at the start with one, 2 later
    return _make(cls, iter(iterable), func, initial, 0 if initial is None else 1)


def accumulate_next(self):
    state = _word(self, 3)
    if state == 1:
        _put(self, 3, 2)
        return _word(self, 2)
    value = _next(_word(self, 0))
    if _ended(value):
        raise StopIteration
    if state == 0:
        _put(self, 3, 2)
        total = value
    else:
        func = _word(self, 1)
        total = _word(self, 2)
        total = total + value if func is None else func(total, value)
    _put(self, 2, total)
    return total


def batched_new(cls, iterable, n, strict):
    # iterator, n, strict
    n = _index(n)
    if n < 1:
        raise ValueError("n must be at least one")
    return _make(cls, iter(iterable), n, bool(strict))


def batched_next(self):
    it = _word(self, 0)
    if it is None:
        raise StopIteration
    n = _word(self, 1)
    items = []
    while len(items) < n:
        value = _next(it)
        if _ended(value):
            _put(self, 0, None)
            if not items:
                raise StopIteration
            if _word(self, 2):
                raise ValueError("batched(): incomplete batch")
            break
        _append(items, value)
    return tuple(items)


def chain_from_iterable(cls, iterable):
    return _make_chain(cls, iter(iterable))


def chain_enter(self, iterable):
    _put(self, 1, iter(iterable))
    return chain_next(self)


def chain_next(self):
    while True:
        it = _word(self, 1)
        if it is None:
            outer = _word(self, 0)
            if outer is None:
                raise StopIteration
            iterable = _next(outer)
            if _ended(iterable):
                _put(self, 0, None)
                raise StopIteration
            it = iter(iterable)
            _put(self, 1, it)
        value = _next(it)
        if not _ended(value):
            return value
        _put(self, 1, None)


def combinations_new(cls, iterable, r):
    # pool, indices, r, -, started, done
    pool = tuple_pool(iterable)
    r = _index(r)
    if r < 0:
        raise ValueError("r must be non-negative")
    done = r > len(pool)
    return _make(cls, pool, [] if done else list(range(r)), r, None, False, done)


def combinations_with_replacement_new(cls, iterable, r):
    pool = tuple_pool(iterable)
    r = _index(r)
    if r < 0:
        raise ValueError("r must be non-negative")
    done = not pool and r > 0
    return _make(cls, pool, [] if done else [0] * r, r, None, False, done)


def permutations_new(cls, iterable, r):
    # pool, indices, r, cycles, started, done
    pool = tuple_pool(iterable)
    n = len(pool)
    r = n if r is None else r
    if r < 0:
        raise ValueError("r must be non-negative")
    done = r > n
    cycles = [] if done else list(range(n, n - r, -1))
    return _make(cls, pool, list(range(n)), r, cycles, False, done)


def product_new(cls, iterables, repeat):
    # pools, indices, -, -, started, done
    repeat = 1 if repeat is None else _index(repeat)
    if repeat < 0:
        raise ValueError("repeat argument cannot be negative")
    pools = tuple([tuple_pool(iterable) for iterable in iterables]) * repeat
    done = False
    for pool in pools:
        if not pool:
            done = True
    return _make(cls, pools, [0] * len(pools), None, None, False, done)


def compress_new(cls, data, selectors):
    return _make(cls, iter(data), iter(selectors))


def compress_next(self):
    data = _word(self, 0)
    selectors = _word(self, 1)
    while True:
        value = _next(data)
        if _ended(value):
            raise StopIteration
        selector = _next(selectors)
        if _ended(selector):
            raise StopIteration
        if selector:
            return value


def count_next(self):
    n = _word(self, 0)
    _put(self, 0, n + _word(self, 1))
    return n


def count_repr(self):
    n = _word(self, 0)
    step = _word(self, 1)
    if step == 1 and isinstance(step, int):
        return f"count({n!r})"
    return f"count({n!r}, {step!r})"


def repeat_repr(self):
    times = _word(self, 1)
    if times < 0:
        return f"repeat({_word(self, 0)!r})"
    return f"repeat({_word(self, 0)!r}, {times})"


def cycle_new(cls, iterable):
    # iterator or None, items so far, next of them
    return _make(cls, iter(iterable), [], 0)


def cycle_next(self):
    it = _word(self, 0)
    items = _word(self, 1)
    if it is not None:
        value = _next(it)
        if not _ended(value):
            _append(items, value)
            return value
        _put(self, 0, None)
    if not items:
        raise StopIteration
    i = _word(self, 2)
    _put(self, 2, i + 1 if i + 1 < len(items) else 0)
    return items[i]


def dropwhile_new(cls, predicate, iterable):
    # predicate, iterator, started
    return _make(cls, predicate, iter(iterable), False)


def dropwhile_next(self):
    it = _word(self, 1)
    while True:
        value = _next(it)
        if _ended(value):
            raise StopIteration
        if _word(self, 2):
            return value
        if not _word(self, 0)(value):
            _put(self, 2, True)
            return value


def takewhile_new(cls, predicate, iterable):
    # predicate, iterator, stopped
    return _make(cls, predicate, iter(iterable), False)


def takewhile_next(self):
    if _word(self, 2):
        raise StopIteration
    value = _next(_word(self, 1))
    if _ended(value):
        raise StopIteration
    if _word(self, 0)(value):
        return value
    _put(self, 2, True)
    raise StopIteration


def filterfalse_new(cls, function, iterable):
    return _make(cls, function, iter(iterable))


def filterfalse_next(self):
    f = _word(self, 0)
    it = _word(self, 1)
    plain = f is None or f is bool
    while True:
        value = _next(it)
        if _ended(value):
            raise StopIteration
        if not (value if plain else f(value)):
            return value


def starmap_new(cls, function, iterable):
    return _make(cls, function, iter(iterable))


def starmap_next(self):
    args = _next(_word(self, 1))
    if _ended(args):
        raise StopIteration
    return _word(self, 0)(*[arg for arg in args])


def pairwise_new(cls, iterable):
    # iterator, previous item, has one
    return _make(cls, iter(iterable), None, False)


def pairwise_next(self):
    it = _word(self, 0)
    if it is None:
        raise StopIteration
    if _word(self, 2):
        old = _word(self, 1)
    else:
        old = _next(it)
        if _ended(old):
            _put(self, 0, None)
            raise StopIteration
        _put(self, 1, old)
        _put(self, 2, True)
    new = _next(it)
    if _ended(new):
        _put(self, 0, None)
        raise StopIteration
    _put(self, 1, new)
    return (old, new)


def islice_new(cls, iterable, args):
    # iterator or None, next position wanted, stop or None, step, position
    n = len(args)
    if n == 0:
        raise TypeError("islice expected at least 2 arguments, got 1")
    if n > 3:
        raise TypeError(f"islice expected at most 4 arguments, got {n + 1}")
    if n == 1:
        start, stop, step = None, args[0], None
    else:
        start, stop = args[0], args[1]
        step = args[2] if n > 2 else None
    if n == 1:
        message = "Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize."
        stop = islice_part(stop, message)
    else:
        message = "Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize."
        start = islice_part(start, message)
        stop = islice_part(stop, "Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.")
    step_message = "Step for islice() must be a positive integer or None."
    step = islice_part(step, step_message)
    if step == 0:
        raise ValueError(step_message)
    it = iter(iterable)
    return _make(cls, it, 0 if start is None else start, stop, 1 if step is None else step, 0)


def islice_part(value, message):
    if value is None:
        return None
    try:
        value = _index(value)
    except TypeError:
        value = -1
    if value < 0 or value > 9223372036854775807:
        raise ValueError(message)
    return value


def islice_next(self):
    it = _word(self, 0)
    if it is None:
        raise StopIteration
    wanted = _word(self, 1)
    stop = _word(self, 2)
    at = _word(self, 4)
    while at < wanted:
        if stop is not None and at >= stop:
            break
        value = _next(it)
        if _ended(value):
            _put(self, 0, None)
            raise StopIteration
        at += 1
        _put(self, 4, at)
    if stop is not None and at >= stop:
        _put(self, 0, None)
        raise StopIteration
    value = _next(it)
    if _ended(value):
        _put(self, 0, None)
        raise StopIteration
    _put(self, 4, at + 1)
    wanted += _word(self, 3)
    if stop is not None and wanted > stop:
        wanted = stop
    _put(self, 1, wanted)
    return value


def zip_longest_new(cls, iterables, fillvalue):
    # iterators (None: ended), fill value, number of those that go on
    its = []
    for v in iterables:
        _append(its, iter(v))
    return _make(cls, its, fillvalue, len(its))


def zip_longest_next(self):
    its = _word(self, 0)
    if not its or not _word(self, 2):
        raise StopIteration
    fill = _word(self, 1)
    values = []
    for i in range(len(its)):
        it = its[i]
        value = _end() if it is None else _next(it)
        if _ended(value):
            if it is not None:
                active = _word(self, 2) - 1
                _put(self, 2, active)
                if not active:
                    raise StopIteration
                its[i] = None
            value = fill
        _append(values, value)
    return tuple(values)


def groupby_new(cls, iterable, key):
    # iterator, key function, the group's key, (current key, current value) or None, current group
    return _make(cls, iter(iterable), key, _end(), None, None)


def groupby_step(self):
    value = _next(_word(self, 0))
    if _ended(value):
        return False
    f = _word(self, 1)
    _put(self, 3, (value if f is None else f(value), value))
    return True


def groupby_next(self):
    _put(self, 4, None)
    target = _word(self, 2)
    while True:
        current = _word(self, 3)
        if current is not None:
            if _ended(target):
                break
            if not (target is current[0] or target == current[0]):
                break
        if not groupby_step(self):
            raise StopIteration
    key = _word(self, 3)[0]
    _put(self, 2, key)
    group = _make_grouper(self, key)
    _put(self, 4, group)
    return (key, group)


def grouper_next(self):
    parent = _word(self, 0)
    if _word(parent, 4) is not self:
        raise StopIteration
    if _word(parent, 3) is None:
        if not groupby_step(parent):
            raise StopIteration
    current = _word(parent, 3)
    target = _word(self, 1)
    if not (target is current[0] or target == current[0]):
        raise StopIteration
    _put(parent, 3, None)
    return current[1]


def tee_many(cls, iterable, n):
    if n == 0:
        return ()
    it = iter(iterable)
    first = it if type(it) is cls else _make(cls, it, [None, None])
    its = [first]
    while len(its) < n:
        _append(its, tee_copy(first))
    return tuple(its)


def tee_new(cls, iterable):
    it = iter(iterable)
    if type(it) is cls:
        return tee_copy(it)
    # iterator below, the link to come: [value, next link], next None while it is not known
    return _make(cls, it, [None, None])


def tee_copy(self):
    return _make(type(self), _word(self, 0), _word(self, 1))


def tee_next(self):
    link = _word(self, 1)
    if link[1] is None:
        value = _next(_word(self, 0))
        if _ended(value):
            raise StopIteration
        if link[1] is None:
            link[0] = value
            link[1] = [None, None]
    _put(self, 1, link[1])
    return link[0]
