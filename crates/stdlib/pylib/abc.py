"""Abstract base classes."""

__all__ = ["ABC", "ABCMeta", "abstractmethod", "abstractclassmethod", "abstractproperty", "abstractstaticmethod",
           "get_cache_token", "update_abstractmethods"]

# Counts calls of register(): what was found not to be a subclass before the last one has to be looked at again.
_registrations = 0


def abstractmethod(funcobj):
    """A decorator indicating abstract methods."""
    funcobj.__isabstractmethod__ = True
    return funcobj


class abstractclassmethod(classmethod):
    """Old way to write @classmethod over @abstractmethod."""

    __isabstractmethod__ = True

    def __init__(self, callable):
        callable.__isabstractmethod__ = True
        super().__init__(callable)


class abstractstaticmethod(staticmethod):
    """Old way to write @staticmethod over @abstractmethod."""

    __isabstractmethod__ = True

    def __init__(self, callable):
        callable.__isabstractmethod__ = True
        super().__init__(callable)


class abstractproperty(property):
    """Old way to write @property over @abstractmethod."""

    __isabstractmethod__ = True


class _State:
    """What ABCMeta knows of one class."""

    __slots__ = ("registered", "yes", "no", "no_version")

    def __init__(self):
        self.registered = []
        self.yes = set()
        self.no = set()
        self.no_version = _registrations


def _abstract_names(cls, namespace, bases):
    names = {name for name, value in namespace.items() if getattr(value, "__isabstractmethod__", False)}
    for base in bases:
        for name in getattr(base, "__abstractmethods__", ()):
            if getattr(getattr(cls, name, None), "__isabstractmethod__", False):
                names.add(name)
    return frozenset(names)


class ABCMeta(type):
    """The metaclass of abstract base classes: knows which methods are missing and which classes were registered."""

    def __new__(mcls, name, bases, namespace, /, **kwargs):
        cls = super().__new__(mcls, name, bases, namespace, **kwargs)
        cls.__abstractmethods__ = _abstract_names(cls, namespace, bases)
        cls._abc_impl = _State()
        return cls

    def register(cls, subclass):
        """Make `subclass` count as a subclass; returns it, so that this can be a decorator."""
        global _registrations
        if not isinstance(subclass, type):
            raise TypeError("Can only register classes")
        if issubclass(subclass, cls):
            return subclass
        if issubclass(cls, subclass):
            raise RuntimeError("Refusing to create an inheritance cycle")
        cls._abc_impl.registered.append(subclass)
        _registrations += 1
        return subclass

    def __instancecheck__(cls, instance):
        """Override for isinstance(instance, cls)."""
        kind = type(instance)
        claimed = instance.__class__
        return cls.__subclasscheck__(kind) or claimed is not kind and cls.__subclasscheck__(claimed)

    def __subclasscheck__(cls, subclass):
        """Override for issubclass(subclass, cls)."""
        if not isinstance(subclass, type):
            raise TypeError("issubclass() arg 1 must be a class")
        state = cls._abc_impl
        if subclass in state.yes:
            return True
        if state.no_version != _registrations:
            state.no = set()
            state.no_version = _registrations
        elif subclass in state.no:
            return False
        found = cls.__subclasshook__(subclass)
        if found is NotImplemented:
            found = (
                cls in getattr(subclass, "__mro__", ())
                or any([issubclass(subclass, other) for other in state.registered])
                or any([issubclass(subclass, other) for other in cls.__subclasses__()])
            )
        elif found is not True and found is not False:
            raise AssertionError("__subclasshook__ must return either False, True, or NotImplemented")
        (state.yes if found else state.no).add(subclass)
        return found

    def _abc_registry_clear(cls):
        cls._abc_impl.registered = []

    def _abc_caches_clear(cls):
        cls._abc_impl.yes, cls._abc_impl.no = set(), set()


class ABC(metaclass=ABCMeta):
    """Helper class that provides a standard way to create an ABC using inheritance."""

    __slots__ = ()


def get_cache_token():
    """A number that changes with every call of register()."""
    return _registrations


def update_abstractmethods(cls):
    """Find out anew which methods of the class are abstract, after something was added to it."""
    if not hasattr(cls, "__abstractmethods__"):
        return cls
    cls.__abstractmethods__ = _abstract_names(cls, cls.__dict__, cls.__bases__)
    return cls
