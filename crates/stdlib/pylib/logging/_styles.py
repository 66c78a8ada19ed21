"""Formats in two more ways, and whether a format is one."""

from logging import PercentStyle


def has_percent_field(fmt):
    """Is there a `%(name)` with flags, width, precision and a conversion?"""
    at = fmt.find("%(")
    while at >= 0:
        end = fmt.find(")", at)
        name = fmt[at + 2 : end]
        if end > 0 and name and all(c.isalnum() or c == "_" for c in name):
            rest = fmt[end + 1 :].lstrip("#0+ -")
            rest = rest[1:] if rest.startswith("*") else rest.lstrip("0123456789")
            if rest.startswith("."):
                rest = rest[2:] if rest.startswith(".*") else rest[1:].lstrip("0123456789")
            if rest[:1].lower() in tuple("diouxefgcrsa%"):
                return True
        at = fmt.find("%(", at + 1)
    return False


class StrFormatStyle(PercentStyle):
    """Formats as `{name}`."""

    __module__ = "logging"
    default_format = "{message}"
    asctime_format = "{asctime}"
    asctime_search = "{asctime"

    def _format(self, record):
        return self._fmt.format(**self._values(record))

    def validate(self):
        from string import Formatter

        fields = set()
        try:
            for _, name, spec, conversion in Formatter().parse(self._fmt):
                if name:
                    plain = name.replace("[", ".").replace("]", "").split(".")
                    if not all(part.isidentifier() or part.isdecimal() for part in plain):
                        raise ValueError(f"invalid field name/expression: {name!r}")
                    fields.add(name)
                if conversion and conversion not in "rsa":
                    raise ValueError(f"invalid conversion: {conversion!r}")
                if spec and not _is_format_spec(spec):
                    raise ValueError(f"bad specifier: {spec!r}")
        except ValueError as e:
            raise ValueError("invalid format: %s" % e)
        if not fields:
            raise ValueError("invalid format: no fields")


def _is_format_spec(spec):
    if spec[1:2] in tuple("<>=^"):
        spec = spec[2:]
    spec = spec.lstrip("<>=^")
    spec = spec.lstrip("+- ").lstrip("#").lstrip("0123456789")
    if spec.startswith("{") and "}" in spec:
        spec = spec.partition("}")[2]
    spec = spec.lstrip(",_")
    if spec.startswith("."):
        spec = spec[1:].lstrip("0123456789")
        if spec.startswith("{") and "}" in spec:
            spec = spec.partition("}")[2]
    return spec == "" or len(spec) == 1 and spec.lower() in "bcdefgnosx%"


class StringTemplateStyle(PercentStyle):
    """Formats as `$name` or `${name}`."""

    __module__ = "logging"
    default_format = "${message}"
    asctime_format = "${asctime}"
    asctime_search = "${asctime}"

    def __init__(self, *args, **kwargs):
        from string import Template

        super().__init__(*args, **kwargs)
        self._tpl = Template(self._fmt)

    def usesTime(self):
        return self._fmt.find("$asctime") >= 0 or self._fmt.find(self.asctime_search) >= 0

    def validate(self):
        if not self._tpl.get_identifiers():
            raise ValueError("invalid format: no fields")

    def _format(self, record):
        return self._tpl.substitute(**self._values(record))
