# Lists and tuples where items have an __eq__, __lt__ or __repr__ of their own. `_size` and `_item` look at the built-in
# sequence itself, whatever its class overrides.


def seq_contains(seq, value):
    i = 0
    while i < _size(seq):
        item = _item(seq, i)
        if item is value or item == value:
            return True
        i += 1
    return False


def seq_count(seq, value):
    n = i = 0
    while i < _size(seq):
        item = _item(seq, i)
        if item is value or item == value:
            n += 1
        i += 1
    return n


def seq_index(seq, value, start, stop):
    i = start
    while i < stop and i < _size(seq):
        item = _item(seq, i)
        if item is value or item == value:
            return i
        i += 1
    if isinstance(seq, tuple):
        raise ValueError("tuple.index(x): x not in tuple")
    raise ValueError("list.index(x): x not in list")


def list_remove(seq, value):
    i = 0
    while i < _size(seq):
        item = _item(seq, i)
        if item is value or item == value:
            if _list_remove(seq, i, item):
                return
        i += 1
    raise ValueError("list.remove(x): x not in list")


def seq_compare(a, b, op):
    i = 0
    while i < _size(a) and i < _size(b):
        x = _item(a, i)
        y = _item(b, i)
        if x is not y and not (x == y):
            if op == 2:
                return False
            if op == 3:
                return True
            return compare_by(op, x, y)
        i += 1
    return compare_by(op, _size(a), _size(b))


def compare_by(op, x, y):
    if op == 0:
        return x < y
    if op == 1:
        return x <= y
    if op == 2:
        return x == y
    if op == 3:
        return x != y
    if op == 4:
        return x > y
    return x >= y


def list_init(self, iterable):
    it = iter(iterable)
    self.clear()
    for item in it:
        _append(self, item)


def list_iadd(self, iterable):
    for item in iterable:
        _append(self, item)
    return self


def list_extend_method(self, iterable):
    for item in iterable:
        _append(self, item)


def tuple_new(cls, iterable):
    return _tuple_of(cls, [item for item in iterable])


def tuple_hash(self):
    return _tuple_hash([hash(item) for item in self])


def slice_hash(self):
    return _slice_hash(hash(self.start), hash(self.stop), hash(self.step))


def list_repr(self):
    if _repr_enter(self):
        return "[...]"
    try:
        parts = []
        i = 0
        while i < _size(self):
            _append(parts, repr(_item(self, i)))
            i += 1
        return "[" + ", ".join(parts) + "]"
    finally:
        _repr_leave(self)


def tuple_repr(self):
    if _repr_enter(self):
        return "(...)"
    try:
        n = _size(self)
        parts = [repr(_item(self, i)) for i in range(n)]
        if n == 1:
            return "(" + parts[0] + ",)"
        return "(" + ", ".join(parts) + ")"
    finally:
        _repr_leave(self)


def range_repr(self):
    if self.step == 1:
        return f"range({self.start!r}, {self.stop!r})"
    return f"range({self.start!r}, {self.stop!r}, {self.step!r})"


def slice_repr(self):
    return f"slice({self.start!r}, {self.stop!r}, {self.step!r})"


def plain_slice(s):
    return slice(slice_part(s.start), slice_part(s.stop), slice_part(s.step))


def slice_part(v):
    if v is None:
        return None
    if not hasattr(type(v), "__index__"):
        raise TypeError("slice indices must be integers or None or have an __index__ method")
    return _index(v)


def slice_indices(s, n):
    step = 1 if s.step is None else slice_part(s.step)
    if step == 0:
        raise ValueError("slice step cannot be zero")
    low, high = (-1, n - 1) if step < 0 else (0, n)
    start = slice_cut(s.start, n, low, high, high if step < 0 else low)
    stop = slice_cut(s.stop, n, low, high, low if step < 0 else high)
    return (start, stop, step)


def slice_cut(v, n, low, high, default):
    if v is None:
        return default
    v = slice_part(v)
    if v < 0:
        return max(v + n, low)
    return min(v, high)


def range_new(args):
    parts = [_index(v) for v in args]
    return range(*parts)


def range_slice(self, s):
    n = 0 if self.step == 0 else max(0, (self.stop - self.start + self.step + (-1 if self.step > 0 else 1)) // self.step)
    start, stop, step = slice_indices(s, n)
    return range(self.start + start * self.step, self.start + stop * self.step, self.step * step)


def range_index(self, value):
    i = 0
    for item in self:
        if item is value or item == value:
            return i
        i += 1
    raise ValueError("sequence.index(x): x not in sequence")


def iter_contains(container, value):
    for item in container:
        if item is value or item == value:
            return True
    return False


def iter_count(container, value):
    n = 0
    for item in container:
        if item is value or item == value:
            n += 1
    return n


def list_sort(self, key, reverse):
    items = _list_take(self)
    try:
        sort_items(items, key, reverse)
    finally:
        untouched = _list_give(self, items)
    if not untouched:
        raise ValueError("list modified during sort")


def sorted_general(iterable, key, reverse):
    items = [item for item in iterable]
    sort_items(items, key, reverse)
    return items


def sort_items(items, key, reverse):
    if key is None:
        keys = items
    else:
        keys = [key(item) for item in items]
    if _sort(keys, items, reverse):
        return
    if reverse:
        items.reverse()
        if keys is not items:
            keys.reverse()
    try:
        merge_sort(keys, items)
    finally:
        if reverse:
            items.reverse()


def seq_min(items, key, default, has_default, name, more):
    # more: the comparison is > (max), else < (min).
    best = best_key = None
    found = False
    for item in items:
        k = item if key is None else key(item)
        if not found:
            best, best_key, found = item, k, True
        elif (k > best_key) if more else (k < best_key):
            best, best_key = item, k
    if found:
        return best
    if has_default:
        return default
    raise ValueError(f"{name}() iterable argument is empty")


def sum_general(iterable, total):
    it = iter(iterable)
    if type(total) is int or type(total) is bool:
        for v in it:
            if type(v) is int or type(v) is bool:
                total = total + v
            else:
                total = total + v
                break
        else:
            return total
    if type(total) is float:
        low = 0.0
        for v in it:
            if type(v) is float or type(v) is bool or type(v) is int and -9223372036854775808 <= v <= 9223372036854775807:
                v = float(v)
                t = total + v
                if abs(total) >= abs(v):
                    low += (total - t) + v
                else:
                    low += (v - t) + total
                total = t
            else:
                if low and low - low == 0.0:
                    total += low
                total = total + v
                break
        else:
            if low and low - low == 0.0:
                return total + low
            return total
    for v in it:
        total = total + v
    return total


def all_general(iterable):
    for v in iterable:
        if not v:
            return False
    return True


def any_general(iterable):
    for v in iterable:
        if v:
            return True
    return False


def class_subscript(cls, item):
    if cls is type:
        return _alias(cls, item)
    f = getattr(cls, "__class_getitem__", None)
    if f is None:
        raise TypeError(f"type '{cls.__qualname__}' is not subscriptable")
    return f(item)
