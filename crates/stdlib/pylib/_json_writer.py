"""Writing JSON: what CPython's encoder has in C."""

from _json import encode_basestring, encode_basestring_ascii


def _float_text(value, allow_nan):
    if value != value:
        text = "NaN"
    elif value == float("inf"):
        text = "Infinity"
    elif value == float("-inf"):
        text = "-Infinity"
    else:
        return float.__repr__(value)
    if not allow_nan:
        raise ValueError(f"Out of range float values are not JSON compliant: {value!r}")
    return text


def _key_text(key, encoder):
    """An object's key as text; None if it cannot be one and is to be skipped."""
    if isinstance(key, str):
        return key
    if isinstance(key, float):
        return _float_text(key, encoder.allow_nan)
    if key is True:
        return "true"
    if key is False:
        return "false"
    if key is None:
        return "null"
    if isinstance(key, int):
        return int.__repr__(key)
    if encoder.skipkeys:
        return None
    raise TypeError(f"keys must be str, int, float, bool or None, not {key.__class__.__name__}")


def make_encoder(encoder):
    """A function that gives the pieces of a value's text, as the encoder's attributes say."""
    quote = encode_basestring_ascii if encoder.ensure_ascii else encode_basestring
    indent = encoder.indent
    if indent is not None and not isinstance(indent, str):
        indent = " " * indent
    item_separator, key_separator = encoder.item_separator, encoder.key_separator
    # The containers that are being written, by id: one that is met again contains itself.
    open_containers = {} if encoder.check_circular else None
    chunks = []
    add = chunks.append

    def enter(container):
        if open_containers is not None:
            if id(container) in open_containers:
                raise ValueError("Circular reference detected")
            open_containers[id(container)] = container

    def leave(container):
        if open_containers is not None:
            del open_containers[id(container)]

    def write_list(items, level):
        if not items:
            add("[]")
            return
        enter(items)
        add("[")
        separator = item_separator
        if indent is not None:
            line = "\n" + indent * (level + 1)
            separator += line
            add(line)
        first = True
        for i, item in enumerate(items):
            if first:
                first = False
            else:
                add(separator)
            try:
                write(item, level + 1)
            except BaseException as exc:
                exc.add_note(f"when serializing {type(items).__name__} item {i}")
                raise
        if indent is not None:
            add("\n" + indent * level)
        add("]")
        leave(items)

    def write_dict(mapping, level):
        if not mapping:
            add("{}")
            return
        enter(mapping)
        add("{")
        separator = item_separator
        if indent is not None:
            line = "\n" + indent * (level + 1)
            separator += line
            add(line)
        first = True
        items = sorted(mapping.items()) if encoder.sort_keys else mapping.items()
        for key, item in items:
            text = _key_text(key, encoder)
            if text is None:
                continue
            if first:
                first = False
            else:
                add(separator)
            add(quote(text))
            add(key_separator)
            try:
                write(item, level + 1)
            except BaseException as exc:
                exc.add_note(f"when serializing {type(mapping).__name__} item {key!r}")
                raise
        if indent is not None and not first:
            add("\n" + indent * level)
        add("}")
        leave(mapping)

    def write(item, level):
        if isinstance(item, str):
            add(quote(item))
        elif item is None:
            add("null")
        elif item is True:
            add("true")
        elif item is False:
            add("false")
        elif isinstance(item, int):
            add(int.__repr__(item))
        elif isinstance(item, float):
            add(_float_text(item, encoder.allow_nan))
        elif isinstance(item, (list, tuple)):
            write_list(item, level)
        elif isinstance(item, dict):
            write_dict(item, level)
        else:
            enter(item)
            replacement = encoder.default(item)
            try:
                write(replacement, level)
            except BaseException as exc:
                exc.add_note(f"when serializing {type(item).__name__} object")
                raise
            leave(item)

    def iterencode(value, level):
        write(value, level)
        return iter(chunks)

    return iterencode
