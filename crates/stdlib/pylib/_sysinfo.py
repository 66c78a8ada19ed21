"""What module sys says of the machine and the version: tuples with named fields."""


class SimpleNamespace:
    """A simple attribute-based namespace."""

    __module__ = "types"

    def __init__(self, mapping_or_iterable=(), /, **kwargs):
        self.__dict__.update(mapping_or_iterable)
        self.__dict__.update(kwargs)

    def __repr__(self):
        name = "namespace" if type(self) is SimpleNamespace else type(self).__name__
        fields = ", ".join([f"{k}={v!r}" for k, v in self.__dict__.items()])
        return f"{name}({fields})"

    def __eq__(self, other):
        if isinstance(self, SimpleNamespace) and isinstance(other, SimpleNamespace):
            return self.__dict__ == other.__dict__
        return NotImplemented

    def __replace__(self, /, **changes):
        result = type(self)()
        result.__dict__.update(self.__dict__)
        result.__dict__.update(changes)
        return result


def _field(index):
    return property(lambda self: self[index])


def _struct(name, fields, values):
    """The one instance of a class of tuples with these fields."""
    names = fields.split()
    namespace = {n: _field(i) for i, n in enumerate(names)}

    def __repr__(self):
        inside = ", ".join([f"{n}={v!r}" for n, v in zip(names, self)])
        return f"{name}({inside})"

    def __new__(cls, *args):
        raise TypeError(f"cannot create '{name}' instances")

    namespace.update(__slots__=(), __repr__=__repr__, __match_args__=tuple(names), __module__="sys",
                     n_fields=len(names), n_sequence_fields=len(names), n_unnamed_fields=0)
    cls = type(name.partition(".")[2], (tuple,), namespace)
    instance = tuple.__new__(cls, values)
    cls.__new__ = __new__
    return instance


version_info = _struct("sys.version_info", "major minor micro releaselevel serial", (3, 14, 2, "final", 0))
implementation = SimpleNamespace(name="cpython", cache_tag="cpython-314", version=version_info, hexversion=0x030E02F0,
                                 _multiarch="x86_64-linux-gnu", supports_isolated_interpreters=False)
float_info = _struct(
    "sys.float_info", "max max_exp max_10_exp min min_exp min_10_exp dig mant_dig epsilon radix rounds",
    (1.7976931348623157e+308, 1024, 308, 2.2250738585072014e-308, -1021, -307, 15, 53, 2.220446049250313e-16, 2, 1))
int_info = _struct("sys.int_info", "bits_per_digit sizeof_digit default_max_str_digits str_digits_check_threshold",
                   (30, 4, 4300, 640))
hash_info = _struct("sys.hash_info", "width modulus inf nan imag algorithm hash_bits seed_bits cutoff",
                    (64, 2305843009213693951, 314159, 0, 1000003, "siphash13", 64, 128, 0))
thread_info = _struct("sys.thread_info", "name lock version", ("pthread", "semaphore", "NPTL 2.39"))
flags = _struct(
    "sys.flags",
    "debug inspect interactive optimize dont_write_bytecode no_user_site no_site ignore_environment verbose "
    "bytes_warning quiet hash_randomization isolated dev_mode utf8_mode warn_default_encoding safe_path "
    "int_max_str_digits gil thread_inherit_context context_aware_warnings",
    (0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 0, False, 1, 0, False, 4300, 1, 0, 0))
