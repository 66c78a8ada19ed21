"""Printing data so that it is easy to read."""

import sys as _sys

__all__ = ["pprint", "pformat", "isreadable", "isrecursive", "saferepr", "PrettyPrinter", "pp"]


def pprint(object, stream=None, indent=1, width=80, depth=None, *, compact=False, sort_dicts=True, underscore_numbers=False):
    """Pretty-print a Python object to a stream [default is sys.stdout]."""
    PrettyPrinter(stream=stream, indent=indent, width=width, depth=depth, compact=compact, sort_dicts=sort_dicts,
                  underscore_numbers=underscore_numbers).pprint(object)


def pformat(object, indent=1, width=80, depth=None, *, compact=False, sort_dicts=True, underscore_numbers=False):
    """Format a Python object into a pretty-printed representation."""
    return PrettyPrinter(indent=indent, width=width, depth=depth, compact=compact, sort_dicts=sort_dicts,
                         underscore_numbers=underscore_numbers).pformat(object)


def pp(object, *args, sort_dicts=False, **kwargs):
    """Pretty-print a Python object"""
    pprint(object, *args, sort_dicts=sort_dicts, **kwargs)


def saferepr(object):
    """Version of repr() which can handle recursive data structures."""
    return PrettyPrinter()._safe_repr(object, {}, None, 0)[0]


def isreadable(object):
    """Determine if saferepr(object) is readable by eval()."""
    return PrettyPrinter()._safe_repr(object, {}, None, 0)[1]


def isrecursive(object):
    """Determine if object requires a recursive representation."""
    return PrettyPrinter()._safe_repr(object, {}, None, 0)[2]


class _safe_key:
    """Lets objects be sorted that have no order: by their types' names and their ids then."""

    __slots__ = ["obj"]

    def __init__(self, obj):
        self.obj = obj

    def __lt__(self, other):
        try:
            return self.obj < other.obj
        except TypeError:
            return (str(type(self.obj)), id(self.obj)) < (str(type(other.obj)), id(other.obj))


def _item_key(item):
    return _safe_key(item[0]), _safe_key(item[1])


class PrettyPrinter:
    """Prints objects in lines of a limited width."""

    def __init__(self, indent=1, width=80, depth=None, stream=None, *, compact=False, sort_dicts=True,
                 underscore_numbers=False):
        indent = int(indent)
        width = int(width)
        if indent < 0:
            raise ValueError("indent must be >= 0")
        if depth is not None and depth <= 0:
            raise ValueError("depth must be > 0")
        if not width:
            raise ValueError("width must be != 0")
        self._depth = depth
        self._indent_per_level = indent
        self._width = width
        self._stream = _sys.stdout if stream is None else stream
        self._compact = bool(compact)
        self._sort_dicts = sort_dicts
        self._underscore_numbers = underscore_numbers

    def pprint(self, object):
        """Print the object and a line end."""
        if self._stream is not None:
            self._stream.write(self.pformat(object) + "\n")

    def pformat(self, object):
        """The text that pprint() prints."""
        pieces = []
        self._format(object, pieces.append, 0, 0, {}, 0)
        return "".join(pieces)

    def isrecursive(self, object):
        """Whether the object contains itself."""
        return self.format(object, {}, 0, 0)[2]

    def isreadable(self, object):
        """Whether the text can be read back by eval()."""
        text, readable, recursive = self.format(object, {}, 0, 0)
        return readable and not recursive

    def format(self, object, context, maxlevels, level):
        """(text, is it readable, is it recursive) of an object in one line; a subclass may define it."""
        return self._safe_repr(object, context, maxlevels, level)

    def _repr(self, object, context, level):
        text, readable, recursive = self.format(object, context.copy(), self._depth, level)
        return text

    def _format(self, object, write, indent, allowance, context, level):
        """Writes the object; `indent` is where it begins, `allowance` how many characters follow its end."""
        objid = id(object)
        if objid in context:
            write(_recursion(object))
            return
        text = self._repr(object, context, level)
        max_width = self._width - indent - allowance
        if len(text) > max_width:
            method = self._method_for(object)
            if method is not None:
                context[objid] = 1
                method(self, object, write, indent, allowance, context, level + 1)
                del context[objid]
                return
        write(text)

    def _method_for(self, object):
        """How an object that is too long for a line is broken up; None if it is not."""
        kind = type(object)
        method = _methods.get(kind.__repr__)
        if method is not None:
            return method
        params = getattr(kind, "__dataclass_params__", None)
        if params is not None and params.repr and hasattr(kind.__repr__, "__wrapped__"):
            return PrettyPrinter._print_dataclass
        if _is_collection(kind, "OrderedDict"):
            return PrettyPrinter._print_ordered_dict
        if _is_collection(kind, "Counter"):
            return PrettyPrinter._print_counter
        if _is_collection(kind, "defaultdict"):
            return PrettyPrinter._print_default_dict
        if _is_collection(kind, "deque"):
            return PrettyPrinter._print_deque
        if _is_collection(kind, "ChainMap"):
            return PrettyPrinter._print_chain_map
        if any([_is_collection(kind, name) for name in ("UserDict", "UserList", "UserString")]):
            return PrettyPrinter._print_user
        return None

    def _print_dict(self, object, write, indent, allowance, context, level):
        write("{")
        if self._indent_per_level > 1:
            write((self._indent_per_level - 1) * " ")
        if object:
            items = sorted(object.items(), key=_item_key) if self._sort_dicts else object.items()
            self._format_dict_items(items, write, indent, allowance + 1, context, level)
        write("}")

    def _print_list(self, object, write, indent, allowance, context, level):
        write("[")
        self._format_items(object, write, indent, allowance + 1, context, level)
        write("]")

    def _print_tuple(self, object, write, indent, allowance, context, level):
        write("(")
        end = ",)" if len(object) == 1 else ")"
        self._format_items(object, write, indent, allowance + len(end), context, level)
        write(end)

    def _print_set(self, object, write, indent, allowance, context, level):
        if not object:
            write(repr(object))
            return
        kind = type(object)
        if kind is set:
            write("{")
            end = "}"
        else:
            write(kind.__name__ + "({")
            end = "})"
            indent += len(kind.__name__) + 1
        self._format_items(sorted(object, key=_safe_key), write, indent, allowance + len(end), context, level)
        write(end)

    def _print_str(self, object, write, indent, allowance, context, level):
        if not object:
            write(repr(object))
            return
        chunks = []
        lines = object.splitlines(True)
        if level == 1:
            indent += 1
            allowance += 1
        max_width = first_width = self._width - indent
        for i, line in enumerate(lines):
            text = repr(line)
            if i == len(lines) - 1:
                max_width -= allowance
            if len(text) <= max_width:
                chunks.append(text)
                continue
            # Words with the spaces after them.
            parts, start = [], 0
            while start < len(line):
                end = start
                while end < len(line) and not line[end].isspace():
                    end += 1
                while end < len(line) and line[end].isspace():
                    end += 1
                parts.append(line[start:end])
                start = end
            width = max_width
            current = ""
            for j, part in enumerate(parts):
                candidate = current + part
                if j == len(parts) - 1 and i == len(lines) - 1:
                    width -= allowance if width == first_width else 0
                if len(repr(candidate)) > width:
                    if current:
                        chunks.append(repr(current))
                    current = part
                else:
                    current = candidate
            if current:
                chunks.append(repr(current))
        if len(chunks) == 1:
            write(text)
            return
        if level == 1:
            write("(")
        for i, text in enumerate(chunks):
            if i > 0:
                write("\n" + " " * indent)
            write(text)
        if level == 1:
            write(")")

    def _print_bytes(self, object, write, indent, allowance, context, level):
        if len(object) <= 4:
            write(repr(object))
            return
        parens = level == 1
        if parens:
            indent += 1
            allowance += 1
            write("(")
        between = ""
        for text in _wrapped_bytes(object, self._width - indent, allowance):
            write(between)
            write(text)
            if not between:
                between = "\n" + " " * indent
        if parens:
            write(")")

    def _print_bytearray(self, object, write, indent, allowance, context, level):
        write("bytearray(")
        self._print_bytes(bytes(object), write, indent + 10, allowance + 1, context, level + 1)
        write(")")

    def _print_mappingproxy(self, object, write, indent, allowance, context, level):
        write("mappingproxy(")
        self._format(object.copy(), write, indent + 13, allowance + 1, context, level)
        write(")")

    def _print_simplenamespace(self, object, write, indent, allowance, context, level):
        name = "namespace" if type(object).__name__ == "SimpleNamespace" else type(object).__name__
        indent += len(name) + 1
        write(name + "(")
        self._format_namespace_items(list(object.__dict__.items()), write, indent, allowance, context, level)
        write(")")

    def _print_dataclass(self, object, write, indent, allowance, context, level):
        from dataclasses import fields
        name = type(object).__name__
        items = [(f.name, getattr(object, f.name)) for f in fields(object) if f.repr]
        indent += len(name) + 1
        write(name + "(")
        self._format_namespace_items(items, write, indent, allowance, context, level)
        write(")")

    def _print_ordered_dict(self, object, write, indent, allowance, context, level):
        name = type(object).__name__
        if not object:
            write(repr(object))
            return
        write(name + "(")
        self._format(list(object.items()), write, indent + len(name) + 1, allowance + 1, context, level)
        write(")")

    def _print_counter(self, object, write, indent, allowance, context, level):
        if not object:
            write(repr(object))
            return
        name = type(object).__name__
        write(name + "({")
        if self._indent_per_level > 1:
            write((self._indent_per_level - 1) * " ")
        self._format_dict_items(object.most_common(), write, indent + len(name) + 1, allowance + 2, context, level)
        write("})")

    def _print_default_dict(self, object, write, indent, allowance, context, level):
        if not object:
            write(repr(object))
            return
        factory = self._repr(object.default_factory, context, level)
        name = type(object).__name__
        indent += len(name) + 1
        write(f"{name}({factory},\n{' ' * indent}")
        self._print_dict(object, write, indent, allowance + 1, context, level)
        write(")")

    def _print_deque(self, object, write, indent, allowance, context, level):
        if not object:
            write(repr(object))
            return
        name = type(object).__name__
        write(name + "(")
        indent += len(name) + 1
        write("[")
        if object.maxlen is None:
            self._format_items(object, write, indent, allowance + 2, context, level)
            write("])")
        else:
            self._format_items(object, write, indent, 2, context, level)
            maxlen = self._repr(object.maxlen, context, level)
            write(f"],\n{' ' * indent}maxlen={maxlen})")

    def _print_chain_map(self, object, write, indent, allowance, context, level):
        name = type(object).__name__
        write(name + "(")
        indent += len(name) + 1
        for i, mapping in enumerate(object.maps):
            if i == len(object.maps) - 1:
                self._format(mapping, write, indent, allowance + 1, context, level)
                write(")")
            else:
                self._format(mapping, write, indent, 1, context, level)
                write(",\n" + " " * indent)

    def _print_user(self, object, write, indent, allowance, context, level):
        self._format(object.data, write, indent, allowance, context, level - 1)

    def _format_dict_items(self, items, write, indent, allowance, context, level):
        items = list(items)
        indent += self._indent_per_level
        between = ",\n" + " " * indent
        for i, (key, value) in enumerate(items):
            last = i == len(items) - 1
            text = self._repr(key, context, level)
            write(text)
            write(": ")
            self._format(value, write, indent + len(text) + 2, allowance if last else 1, context, level)
            if not last:
                write(between)

    def _format_namespace_items(self, items, write, indent, allowance, context, level):
        between = ",\n" + " " * indent
        for i, (key, value) in enumerate(items):
            last = i == len(items) - 1
            write(key)
            write("=")
            if id(value) in context:
                # A namespace that contains itself is shown as repr() does.
                write("...")
            else:
                self._format(value, write, indent + len(key) + 1, allowance if last else 1, context, level)
            if not last:
                write(between)

    def _format_items(self, items, write, indent, allowance, context, level):
        indent += self._indent_per_level
        if self._indent_per_level > 1:
            write((self._indent_per_level - 1) * " ")
        new_line = ",\n" + " " * indent
        between = ""
        width = max_width = self._width - indent + 1
        items = list(items)
        for i, item in enumerate(items):
            last = i == len(items) - 1
            if last:
                max_width -= allowance
                width -= allowance
            if self._compact:
                text = self._repr(item, context, level)
                w = len(text) + 2
                if width < w:
                    width = max_width
                    if between:
                        between = new_line
                if width >= w:
                    width -= w
                    write(between)
                    between = ", "
                    write(text)
                    continue
            write(between)
            between = new_line
            self._format(item, write, indent, allowance if last else 1, context, level)

    def _safe_repr(self, object, context, maxlevels, level):
        """(text in one line, is it readable, is it recursive)."""
        kind = type(object)
        if kind in _plain:
            if kind is int and self._underscore_numbers:
                return f"{object:_d}", True, False
            return repr(object), True, False
        r = getattr(kind, "__repr__", None)
        if issubclass(kind, int) and r is int.__repr__ and self._underscore_numbers:
            return f"{object:_d}", True, False
        is_dict = issubclass(kind, dict) and r is dict.__repr__
        is_list = issubclass(kind, list) and r is list.__repr__
        is_tuple = issubclass(kind, tuple) and r is tuple.__repr__
        if not (is_dict or is_list or is_tuple):
            text = repr(object)
            return text, bool(text) and not text.startswith("<"), False
        if not object:
            return ("{}" if is_dict else "[]" if is_list else "()"), True, False
        if maxlevels and level >= maxlevels:
            return ("{...}" if is_dict else "[...]" if is_list else "(...)"), False, id(object) in context
        objid = id(object)
        if objid in context:
            return _recursion(object), False, True
        context[objid] = 1
        readable, recursive, parts = True, False, []
        if is_dict:
            items = sorted(object.items(), key=_item_key) if self._sort_dicts else object.items()
            for key, value in items:
                key_text, key_readable, key_recursive = self.format(key, context, maxlevels, level + 1)
                text, value_readable, value_recursive = self.format(value, context, maxlevels, level + 1)
                parts.append(f"{key_text}: {text}")
                readable = readable and key_readable and value_readable
                recursive = recursive or key_recursive or value_recursive
            result = "{" + ", ".join(parts) + "}"
        else:
            for item in object:
                text, item_readable, item_recursive = self.format(item, context, maxlevels, level + 1)
                parts.append(text)
                readable = readable and item_readable
                recursive = recursive or item_recursive
            inside = ", ".join(parts)
            result = f"[{inside}]" if is_list else f"({inside},)" if len(object) == 1 else f"({inside})"
        del context[objid]
        return result, readable, recursive


_plain = frozenset([str, bytes, bytearray, float, complex, bool, type(None), int])
_methods = {
    dict.__repr__: PrettyPrinter._print_dict, list.__repr__: PrettyPrinter._print_list,
    tuple.__repr__: PrettyPrinter._print_tuple, set.__repr__: PrettyPrinter._print_set,
    frozenset.__repr__: PrettyPrinter._print_set, str.__repr__: PrettyPrinter._print_str,
    bytes.__repr__: PrettyPrinter._print_bytes, bytearray.__repr__: PrettyPrinter._print_bytearray,
    type(type.__dict__).__repr__: PrettyPrinter._print_mappingproxy,
    type(_sys.implementation).__repr__: PrettyPrinter._print_simplenamespace,
}


def _is_collection(kind, name):
    """Whether the class shows itself as the class of collections of that name does."""
    package = _sys.modules.get("collections")
    if package is None or name not in package.__dict__:
        return False
    return kind.__repr__ is package.__dict__[name].__repr__


def _recursion(object):
    return f"<Recursion on {type(object).__name__} with id={id(object)}>"


def _wrapped_bytes(object, width, allowance):
    """The texts of the pieces of a bytes object, each four bytes' multiple long, that fit the width."""
    current = b""
    last = len(object) // 4 * 4
    for i in range(0, len(object), 4):
        part = object[i:i + 4]
        candidate = current + part
        if i == last:
            width -= allowance
        if len(repr(candidate)) > width:
            if current:
                yield repr(current)
            current = part
        else:
            current = candidate
    if current:
        yield repr(current)
