"""Character classes, templates, and formatting that can be tailored."""

__all__ = ["ascii_letters", "ascii_lowercase", "ascii_uppercase", "capwords", "digits", "hexdigits", "octdigits",
           "printable", "punctuation", "whitespace", "Formatter", "Template"]

whitespace = " \t\n\r\v\f"
ascii_lowercase = "abcdefghijklmnopqrstuvwxyz"
ascii_uppercase = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ascii_letters = ascii_lowercase + ascii_uppercase
digits = "0123456789"
hexdigits = digits + "abcdef" + "ABCDEF"
octdigits = "01234567"
punctuation = r"""!"#$%&'()*+,-./:;<=>?@[\]^_`{|}~"""
printable = digits + ascii_letters + punctuation + whitespace


def capwords(s, sep=None):
    """Capitalize the words of a string, and put one separator between them."""
    return (sep or " ").join([word.capitalize() for word in s.split(sep)])


def _is_identifier_start(ch):
    return ch == "_" or ch in ascii_letters


def _identifier_end(text, start):
    end = start
    while end < len(text) and (text[end] == "_" or text[end] in ascii_letters or text[end] in digits):
        end += 1
    return end


class Template:
    """A string class for supporting $-substitutions."""

    delimiter = "$"
    braceidpattern = None

    def __init__(self, template):
        self.template = template

    def _pieces(self):
        """The parts of the template: (kind, text or name, position), kinds being text, escaped, named, braced, invalid."""
        template, mark = self.template, self.delimiter
        pos = 0
        while True:
            found = template.find(mark, pos)
            if found < 0:
                yield "text", template[pos:], pos
                return
            yield "text", template[pos:found], pos
            pos = found + len(mark)
            if template.startswith(mark, pos):
                pos += len(mark)
                yield "escaped", mark, found
                continue
            braced = template.startswith("{", pos)
            start = pos + braced
            if start < len(template) and _is_identifier_start(template[start]):
                end = _identifier_end(template, start)
                if not braced:
                    pos = end
                    yield "named", template[start:end], found
                    continue
                if template.startswith("}", end):
                    pos = end + 1
                    yield "braced", template[start:end], found
                    continue
            yield "invalid", mark, found

    def _invalid(self, pos):
        lines = self.template[:pos].splitlines(keepends=True)
        if not lines:
            line, column = 1, 1
        else:
            line = len(lines)
            column = pos - len("".join(lines[:-1]))
            if self.template[:pos].endswith(("\n", "\r")):
                line, column = line + 1, 0
            column += 1
        raise ValueError(f"Invalid placeholder in string: line {line}, col {column}")

    @staticmethod
    def _mapping(mapping, kws):
        if mapping is None:
            return kws
        if kws:
            from collections import ChainMap
            return ChainMap(kws, mapping)
        return mapping

    def substitute(self, mapping=None, /, **kws):
        """Put the values in; KeyError for a missing one, ValueError for a placeholder that is none."""
        values = self._mapping(mapping, kws)
        result = []
        for kind, text, pos in self._pieces():
            if kind == "invalid":
                self._invalid(pos)
            result.append(str(values[text]) if kind in ("named", "braced") else text)
        return "".join(result)

    def safe_substitute(self, mapping=None, /, **kws):
        """Put those values in that there are, and leave the rest as it is."""
        values = self._mapping(mapping, kws)
        result = []
        for kind, text, _ in self._pieces():
            if kind in ("named", "braced"):
                try:
                    text = str(values[text])
                except KeyError:
                    text = self.delimiter + (text if kind == "named" else f"{{{text}}}")
            result.append(text)
        return "".join(result)

    def is_valid(self):
        """Whether substitute() would not raise ValueError."""
        return all([kind != "invalid" for kind, _, _ in self._pieces()])

    def get_identifiers(self):
        """The names of the placeholders, each once, in their order."""
        return list(dict.fromkeys([text for kind, text, _ in self._pieces() if kind in ("named", "braced")]))


def _parse_format(text):
    """The parts of a format string: (literal text, field name, format spec, conversion); the last three None at the end."""
    pos, literal = 0, ""
    size = len(text)
    while pos < size:
        ch = text[pos]
        if ch not in "{}":
            end = pos
            while end < size and text[end] not in "{}":
                end += 1
            literal += text[pos:end]
            pos = end
            continue
        if text[pos + 1:pos + 2] == ch:
            yield literal + ch, None, None, None
            literal = ""
            pos += 2
            continue
        if ch == "}":
            raise ValueError("Single '}' encountered in format string")
        if pos + 1 >= size:
            raise ValueError("Single '{' encountered in format string")
        start = pos + 1
        pos, depth, in_brackets = start, 1, False
        while pos < size:
            ch = text[pos]
            if ch == "[" and depth == 1:
                in_brackets = True
            elif ch == "]":
                in_brackets = False
            elif in_brackets:
                pass
            elif ch == "{":
                depth += 1
            elif ch == "}":
                depth -= 1
                if depth == 0:
                    break
            pos += 1
        if depth:
            raise ValueError("expected '}' before end of string")
        yield (literal, *_split_field(text[start:pos]))
        literal = ""
        pos += 1
    if literal:
        yield literal, None, None, None


def _split_field(field):
    """A replacement field's (name, format spec, conversion)."""
    in_brackets = False
    for i, ch in enumerate(field):
        if ch == "[":
            in_brackets = True
        elif ch == "]":
            in_brackets = False
        elif ch in "{" and not in_brackets:
            raise ValueError("unexpected '{' in field name")
        elif ch in "!:" and not in_brackets:
            break
    else:
        return field, "", None
    name, rest = field[:i], field[i:]
    conversion = None
    if rest[0] == "!":
        if len(rest) < 2:
            raise ValueError("end of string while looking for conversion specifier")
        conversion = rest[1]
        rest = rest[2:]
        if rest and rest[0] != ":":
            raise ValueError("expected ':' after conversion specifier")
    return name, rest[1:], conversion


def _split_name(name):
    """A field name's first part, an int if it is a number, and the pairs (is attribute, key) that follow."""
    end = 0
    while end < len(name) and name[end] not in ".[":
        end += 1
    first, pos, path = name[:end], end, []
    while pos < len(name):
        if name[pos] == ".":
            end = pos + 1
            while end < len(name) and name[end] not in ".[":
                end += 1
            if end == pos + 1:
                raise ValueError("Empty attribute in format string")
            path.append((True, name[pos + 1:end]))
            pos = end
        elif name[pos] == "[":
            end = name.find("]", pos)
            if end < 0:
                raise ValueError("Missing ']' in format string")
            key = name[pos + 1:end]
            if not key:
                raise ValueError("Empty attribute in format string")
            path.append((False, int(key) if key.isdigit() else key))
            pos = end + 1
            if pos < len(name) and name[pos] not in ".[":
                raise ValueError("Only '.' or '[' may follow ']' in format field specifier")
    return int(first) if first.isdigit() else first, path


class Formatter:
    """str.format() in pieces that a subclass may define anew."""

    def format(self, format_string, /, *args, **kwargs):
        """Format the string with the arguments."""
        return self.vformat(format_string, args, kwargs)

    def vformat(self, format_string, args, kwargs):
        """As format(), with the arguments in a sequence and a mapping."""
        used_args = set()
        result, _ = self._vformat(format_string, args, kwargs, used_args, 2)
        self.check_unused_args(used_args, args, kwargs)
        return result

    def _vformat(self, format_string, args, kwargs, used_args, recursion_depth, auto_arg_index=0):
        if recursion_depth < 0:
            raise ValueError("Max string recursion exceeded")
        result = []
        for literal_text, field_name, format_spec, conversion in self.parse(format_string):
            if literal_text:
                result.append(literal_text)
            if field_name is None:
                continue
            first, _ = _split_name(field_name)
            if first == "":
                if auto_arg_index is False:
                    raise ValueError("cannot switch from manual field specification to automatic field numbering")
                field_name = f"{auto_arg_index}{field_name}"
                auto_arg_index += 1
            elif isinstance(first, int):
                if auto_arg_index:
                    raise ValueError("cannot switch from automatic field numbering to manual field specification")
                auto_arg_index = False
            obj, arg_used = self.get_field(field_name, args, kwargs)
            used_args.add(arg_used)
            obj = self.convert_field(obj, conversion)
            format_spec, auto_arg_index = self._vformat(format_spec, args, kwargs, used_args, recursion_depth - 1,
                                                        auto_arg_index)
            result.append(self.format_field(obj, format_spec))
        return "".join(result), auto_arg_index

    def get_value(self, key, args, kwargs):
        """The argument with the number or name."""
        return args[key] if isinstance(key, int) else kwargs[key]

    def check_unused_args(self, used_args, args, kwargs):
        """For subclasses that mind unused arguments."""

    def format_field(self, value, format_spec):
        """One value, formatted."""
        return format(value, format_spec)

    def convert_field(self, value, conversion):
        """The value as `!s`, `!r` or `!a` wants it."""
        if conversion is None:
            return value
        if conversion == "s":
            return str(value)
        if conversion == "r":
            return repr(value)
        if conversion == "a":
            return ascii(value)
        raise ValueError(f"Unknown conversion specifier {conversion!s}")

    def parse(self, format_string):
        """The parts of the string: (literal text, field name, format spec, conversion)."""
        return _parse_format(format_string)

    def get_field(self, field_name, args, kwargs):
        """The object that a field name means, and which argument it starts from."""
        first, rest = _split_name(field_name)
        obj = self.get_value(first, args, kwargs)
        for is_attribute, key in rest:
            obj = getattr(obj, key) if is_attribute else obj[key]
        return obj, first
