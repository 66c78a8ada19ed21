"""collections.OrderedDict, which CPython has in C."""


class OrderedDict(dict):
    """Dictionary that remembers insertion order, compares by it, and can be reordered."""

    __module__ = "collections"

    def move_to_end(self, key, last=True):
        """Move an existing element to the end (or to the beginning if last is false)."""
        value = dict.pop(self, key)
        if last:
            dict.__setitem__(self, key, value)
        else:
            others = list(dict.items(self))
            dict.clear(self)
            dict.__setitem__(self, key, value)
            dict.update(self, others)

    def popitem(self, last=True):
        """Remove and return a (key, value) pair: the last one put in, or the first if last is false."""
        if not self:
            raise KeyError("dictionary is empty")
        key = next(dict.__reversed__(self) if last else dict.__iter__(self))
        return key, dict.pop(self, key)

    def __eq__(self, other):
        if isinstance(other, OrderedDict):
            return dict.__eq__(self, other) and list(self) == list(other)
        return dict.__eq__(self, other)

    def __ne__(self, other):
        result = self.__eq__(other)
        return result if result is NotImplemented else not result

    __hash__ = None

    def __repr__(self):
        name = type(self).__name__
        if not self:
            return f"{name}()"
        if self in _being_shown:
            return "..."
        _being_shown.append(self)
        try:
            return f"{name}({dict(self.items())!r})"
        finally:
            _being_shown.remove(self)

    def copy(self):
        """A shallow copy of ordered dict."""
        return type(self)(self)

    @classmethod
    def fromkeys(cls, iterable, value=None):
        """Create a new ordered dictionary with keys from iterable and values set to value."""
        new = cls()
        for key in iterable:
            new[key] = value
        return new

    def __or__(self, other):
        if not isinstance(other, dict):
            return NotImplemented
        new = type(self)(self)
        new.update(other)
        return new

    def __ror__(self, other):
        if not isinstance(other, dict):
            return NotImplemented
        new = type(self)(other)
        new.update(self)
        return new

    def __ior__(self, other):
        self.update(other)
        return self

    def __reduce__(self):
        return type(self), (), self.__dict__ or None, None, iter(self.items())


class _Shown(list):
    """The dicts that are being shown: a dict in itself is shown as dots. Found by identity, not by equality."""

    def __contains__(self, item):
        return any([item is other for other in self])

    def remove(self, item):
        for i, other in enumerate(self):
            if other is item:
                del self[i]
                return


_being_shown = _Shown()
