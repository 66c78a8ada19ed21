"""Looking at live objects: what they are, how they are called, where their source is."""

import sys
import types

__all__ = [
    "Signature", "Parameter", "BoundArguments", "signature", "getfullargspec", "FullArgSpec", "getmembers", "getmro", "getdoc",
    "cleandoc", "getsource", "getsourcelines", "getfile", "getsourcefile", "getmodule", "getmodulename", "isabstract",
    "isasyncgen", "isasyncgenfunction", "isawaitable", "isbuiltin", "isclass", "iscode", "iscoroutine", "iscoroutinefunction",
    "isdatadescriptor", "isframe", "isfunction", "isgenerator", "isgeneratorfunction", "isgetsetdescriptor",
    "ismemberdescriptor", "ismethod", "ismethoddescriptor", "ismethodwrapper", "ismodule", "isroutine", "istraceback",
    "currentframe", "stack", "trace", "getouterframes", "getinnerframes", "getframeinfo", "FrameInfo", "unwrap", "getcallargs",
    "getclosurevars", "ClosureVars", "getattr_static", "getgeneratorstate", "getgeneratorlocals", "getcoroutinestate",
    "getcoroutinelocals", "markcoroutinefunction", "get_annotations", "formatannotation", "classify_class_attrs",
    "GEN_CREATED", "GEN_RUNNING", "GEN_SUSPENDED", "GEN_CLOSED", "CORO_CREATED", "CORO_RUNNING", "CORO_SUSPENDED",
    "CORO_CLOSED", "CO_OPTIMIZED", "CO_NEWLOCALS", "CO_VARARGS", "CO_VARKEYWORDS", "CO_NESTED", "CO_GENERATOR",
    "CO_COROUTINE", "CO_ITERABLE_COROUTINE", "CO_ASYNC_GENERATOR",
]

CO_OPTIMIZED, CO_NEWLOCALS, CO_VARARGS, CO_VARKEYWORDS, CO_NESTED, CO_GENERATOR = 1, 2, 4, 8, 16, 32
CO_COROUTINE, CO_ITERABLE_COROUTINE, CO_ASYNC_GENERATOR = 128, 256, 512

_lazy = {
    "FullArgSpec": "args varargs varkw defaults kwonlyargs kwonlydefaults annotations",
    "FrameInfo": "frame filename lineno function code_context index", "ClosureVars": "nonlocals globals builtins unbound",
    "Attribute": "name kind defining_class object", "Traceback": "filename lineno function code_context index",
}


def __getattr__(name):
    # Named tuples take time to make, and most programs want none of these.
    if name == "get_annotations":
        from annotationlib import get_annotations as value
    elif name in _lazy:
        from collections import namedtuple
        value = namedtuple(name, _lazy[name], module=__name__)
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = value
    return value


def _make(name, *fields):
    return (globals().get(name) or __getattr__(name))(*fields)


# What an object is.

def ismodule(object):
    """Return true if the object is a module."""
    return isinstance(object, types.ModuleType)


def isclass(object):
    """Return true if the object is a class."""
    return isinstance(object, type)


def ismethod(object):
    """Return true if the object is an instance method."""
    return isinstance(object, types.MethodType)


def isfunction(object):
    """Return true if the object is a user-defined function."""
    return isinstance(object, types.FunctionType)


def isbuiltin(object):
    """Return true if the object is a built-in function or method."""
    return isinstance(object, types.BuiltinFunctionType)


def ismethodwrapper(object):
    """Return true if the object is a method wrapper."""
    return isinstance(object, types.MethodWrapperType)


def ismethoddescriptor(object):
    """Return true if the object is a method descriptor, but not a method, a class or a function."""
    if isclass(object) or ismethod(object) or isfunction(object):
        return False
    kind = type(object)
    return hasattr(kind, "__get__") and not hasattr(kind, "__set__") and not hasattr(kind, "__delete__")


def isdatadescriptor(object):
    """Return true if the object is a data descriptor."""
    if isclass(object) or ismethod(object) or isfunction(object):
        return False
    kind = type(object)
    return hasattr(kind, "__set__") or hasattr(kind, "__delete__")


def ismemberdescriptor(object):
    """Return true if the object is a member descriptor."""
    return isinstance(object, types.MemberDescriptorType)


def isgetsetdescriptor(object):
    """Return true if the object is a getset descriptor."""
    return isinstance(object, types.GetSetDescriptorType)


def isroutine(object):
    """Return true if the object is any kind of function or method."""
    return isbuiltin(object) or isfunction(object) or ismethod(object) or ismethoddescriptor(object) or ismethodwrapper(object)


def iscode(object):
    """Return true if the object is a code object."""
    return isinstance(object, types.CodeType)


def isframe(object):
    """Return true if the object is a frame object."""
    return isinstance(object, types.FrameType)


def istraceback(object):
    """Return true if the object is a traceback."""
    return isinstance(object, types.TracebackType)


def isgenerator(object):
    """Return true if the object is a generator."""
    return isinstance(object, types.GeneratorType)


def iscoroutine(object):
    """Return true if the object is a coroutine."""
    return isinstance(object, types.CoroutineType)


def isasyncgen(object):
    """Return true if the object is an asynchronous generator."""
    return isinstance(object, types.AsyncGeneratorType)


def isawaitable(object):
    """Return true if object can be passed to an ``await`` expression."""
    return (iscoroutine(object) or isgenerator(object) and bool(object.gi_code.co_flags & CO_ITERABLE_COROUTINE)
            or hasattr(type(object), "__await__"))


def _has_flag(object, flag):
    object = _without_partials(getattr(object, "__func__", object))
    if not isfunction(object):
        return False
    return bool(object.__code__.co_flags & flag)


def _without_partials(object):
    functools = sys.modules.get("functools")
    while functools is not None and isinstance(object, functools.partial):
        object = object.func
    return object


def isgeneratorfunction(obj):
    """Return true if the object is a user-defined generator function."""
    return _has_flag(obj, CO_GENERATOR)


def isasyncgenfunction(obj):
    """Return true if the object is an asynchronous generator function."""
    return _has_flag(obj, CO_ASYNC_GENERATOR)


_marked = object()


def markcoroutinefunction(func):
    """Decorator to ensure callable is recognised as a coroutine function."""
    getattr(func, "__func__", func)._is_coroutine_mark = _marked
    return func


def iscoroutinefunction(obj):
    """Return true if the object is a coroutine function."""
    return _has_flag(obj, CO_COROUTINE) or getattr(getattr(obj, "__func__", obj), "_is_coroutine_mark", None) is _marked


def isabstract(object):
    """Return true if the object is an abstract base class."""
    return isclass(object) and bool(getattr(object, "__abstractmethods__", None))


def getmembers(object, predicate=None):
    """Return all members of an object as (name, value) pairs sorted by name."""
    names = dir(object)
    result = []
    for name in names:
        try:
            value = getattr(object, name)
        except AttributeError:
            continue
        if predicate is None or predicate(value):
            result.append((name, value))
    result.sort(key=lambda pair: pair[0])
    return result


def getmembers_static(object, predicate=None):
    """As getmembers(), without running properties and other descriptors."""
    result = []
    for name in dir(object):
        try:
            value = getattr_static(object, name)
        except AttributeError:
            continue
        if predicate is None or predicate(value):
            result.append((name, value))
    return result


def getmro(cls):
    "Return tuple of base classes (including cls) in method resolution order."
    return cls.__mro__


def classify_class_attrs(cls):
    """Return list of attribute-descriptor tuples."""
    result = []
    for name in dir(cls):
        owner = next((base for base in cls.__mro__ if name in base.__dict__), None)
        if owner is None:
            continue
        value = owner.__dict__[name]
        if isinstance(value, staticmethod):
            kind = "static method"
        elif isinstance(value, classmethod):
            kind = "class method"
        elif isinstance(value, property):
            kind = "property"
        else:
            kind = "method" if isroutine(value) else "data"
        result.append(_make("Attribute", name, kind, owner, value))
    return result


_absent = object()


def getattr_static(obj, attr, default=_absent):
    """Retrieve attributes without triggering dynamic lookup."""
    if not isclass(obj):
        own = getattr(obj, "__dict__", {})
        for base in type(obj).__mro__:
            if attr in base.__dict__:
                found = base.__dict__[attr]
                if isdatadescriptor(found) or attr not in own:
                    return found
                break
        if attr in own:
            return own[attr]
    else:
        for base in (*obj.__mro__, *type(obj).__mro__):
            if attr in base.__dict__:
                return base.__dict__[attr]
    if default is _absent:
        raise AttributeError(attr)
    return default


def unwrap(func, *, stop=None):
    """Get the object wrapped by *func*."""
    first, seen = func, {id(func): func}
    while hasattr(func, "__wrapped__") and not (stop is not None and stop(func)):
        func = func.__wrapped__
        if id(func) in seen:
            raise ValueError(f"wrapper loop when unwrapping {first!r}")
        seen[id(func)] = func
    return func


# Documentation and source.

def getdoc(object):
    """Get the documentation string for an object; that of an overridden method if it has none."""
    doc = getattr(object, "__doc__", None)
    if doc is None:
        doc = _inherited_doc(object)
    return cleandoc(doc) if isinstance(doc, str) else None


def _inherited_doc(object):
    if isclass(object):
        for base in object.__mro__[1:-1]:
            if base.__doc__ is not None:
                return base.__doc__
        return None
    name = getattr(object, "__name__", None)
    owner = getattr(object, "__self__", None)
    if owner is not None:
        owner = owner if isclass(owner) else type(owner)
    elif isinstance(object, property) and object.fget is not None:
        name, owner = object.fget.__name__, _owner_class(object.fget)
    elif isfunction(object):
        owner = _owner_class(object)
    if owner is None or name is None:
        return None
    for base in owner.__mro__:
        doc = getattr(base.__dict__.get(name), "__doc__", None)
        if doc is not None:
            return doc
    return None


def _owner_class(function):
    """The class that a function was defined in, by its qualified name."""
    owner = sys.modules.get(function.__module__)
    for part in function.__qualname__.split(".")[:-1]:
        owner = getattr(owner, part, None)
    return owner if isclass(owner) else None


def cleandoc(doc):
    """Clean up indentation from docstrings."""
    lines = doc.expandtabs().split("\n")
    margin = min([len(line) - len(line.lstrip(" ")) for line in lines[1:] if line.strip(" ")], default=None)
    lines[0] = lines[0].lstrip(" ")
    if margin is not None:
        lines[1:] = [line[margin:] for line in lines[1:]]
    while lines and not lines[-1].strip(" "):
        lines.pop()
    while lines and not lines[0].strip(" "):
        lines.pop(0)
    return "\n".join(lines)


def _code_of(object):
    object = getattr(object, "__func__", object)
    object = getattr(object, "__code__", object)
    if istraceback(object):
        object = object.tb_frame
    if isframe(object):
        object = object.f_code
    return object


def getfile(object):
    """Work out which source or compiled file an object was defined in."""
    if ismodule(object):
        if getattr(object, "__file__", None):
            return object.__file__
        raise TypeError(f"{object!r} is a built-in module")
    if isclass(object):
        module = sys.modules.get(object.__module__)
        if getattr(module, "__file__", None):
            return module.__file__
        if object.__module__ == "__main__":
            raise OSError("source code not available")
        raise TypeError(f"{object!r} is a built-in class")
    code = _code_of(object)
    if iscode(code):
        return code.co_filename
    raise TypeError("module, class, method, function, traceback, frame, or code object was expected, got "
                    f"{type(object).__name__}")


getsourcefile = getfile


def getmodulename(path):
    """Return the module name for a given file, or None."""
    name = path.replace("\\", "/").rpartition("/")[2]
    return name[:-3] if name.endswith(".py") else None


def getmodule(object, _filename=None):
    """Return the module an object was defined in, or None if not found."""
    if ismodule(object):
        return object
    return sys.modules.get(getattr(object, "__module__", None))


def _block(lines, start):
    """The lines of the definition that begins at index `start`, decorators included."""
    depth, i, seen_body = 0, start, False
    indent = len(lines[start]) - len(lines[start].lstrip())
    header = True
    end = start + 1
    while i < len(lines):
        line = lines[i]
        text = line.strip()
        if not header and depth == 0 and text and not text.startswith("#"):
            if len(line) - len(line.lstrip()) <= indent:
                break
        if text and (not text.startswith("#") or len(line) - len(line.lstrip()) > indent or header):
            end = i + 1
        opened = _bracket_balance(line)
        depth = max(0, depth + opened)
        if header and depth == 0 and text and not text.startswith(("@", "#")):
            code = text.split("#")[0].rstrip()
            if code.endswith(":"):
                header = False
                seen_body = True
            elif not code.endswith("\\"):
                # The whole definition on one line, or a lambda.
                return lines[start:i + 1]
        i += 1
    return lines[start:end] if seen_body else lines[start:start + 1]


def _bracket_balance(line):
    """How many brackets a line opens and does not close; quotes and comments are passed over."""
    balance, quote, i = 0, None, 0
    while i < len(line):
        ch = line[i]
        if quote:
            if ch == "\\":
                i += 1
            elif ch == quote:
                quote = None
        elif ch in "\"'":
            quote = ch
        elif ch == "#":
            break
        elif ch in "([{":
            balance += 1
        elif ch in ")]}":
            balance -= 1
        i += 1
    return balance


def findsource(object):
    """Return the entire source file and starting line number (from 0) for an object."""
    import linecache
    if ismodule(object):
        lines = linecache.getlines(getfile(object))
        if not lines:
            raise OSError("could not get source code")
        return lines, 0
    if isclass(object):
        first = object.__dict__.get("__firstlineno__")
        filename = getattr(sys.modules.get(object.__module__), "__file__", None)
        if filename is None:
            # A program's own classes lie where their methods do.
            filename = next((value.__code__.co_filename for value in vars(object).values() if isfunction(value)), None)
        lines = linecache.getlines(filename) if filename else []
        if first is None or not lines:
            raise OSError("source code not available")
        return lines, first - 1
    code = _code_of(object)
    if not iscode(code):
        getfile(object)
    lines = linecache.getlines(code.co_filename)
    if not lines:
        raise OSError("could not get source code")
    return lines, code.co_firstlineno - 1


def getsourcelines(object):
    """Return a list of source lines and starting line number for an object."""
    object = unwrap(object) if callable(object) else object
    lines, start = findsource(object)
    if ismodule(object) or (iscode(_code_of(object)) and _code_of(object).co_name == "<module>"):
        return lines, 0
    return _block(lines, start), start + 1


def getsource(object):
    """Return the text of the source code for an object."""
    lines, _ = getsourcelines(object)
    return "".join(lines)


# Frames.

def currentframe():
    """Return the frame of the caller or None if this is not possible."""
    return sys._getframe(1)


def _frame_info(frame, lineno, context):
    context_of = _context(frame, lineno, context)
    return _make("FrameInfo", frame, frame.f_code.co_filename, lineno, frame.f_code.co_name, *context_of)


def getframeinfo(frame, context=1):
    """Get information about a frame or traceback object."""
    if istraceback(frame):
        lineno = frame.tb_lineno
        frame = frame.tb_frame
    else:
        lineno = frame.f_lineno
    return _make("Traceback", frame.f_code.co_filename, lineno, frame.f_code.co_name, *_context(frame, lineno, context))


def _context(frame, lineno, context):
    """So many lines around the line, and which of them it is."""
    import linecache
    code_context = index = None
    if context > 0:
        lines = linecache.getlines(frame.f_code.co_filename)
        if lines:
            start = max(0, min(lineno - 1 - context // 2, len(lines) - context))
            code_context, index = lines[start:start + context], lineno - 1 - start
    return code_context, index


def getouterframes(frame, context=1):
    """Get a list of records for a frame and all higher (calling) frames."""
    result = []
    while frame:
        result.append(_frame_info(frame, frame.f_lineno, context))
        frame = frame.f_back
    return result


def getinnerframes(tb, context=1):
    """Get a list of records for a traceback's frame and all lower frames."""
    result = []
    while tb:
        result.append(_frame_info(tb.tb_frame, tb.tb_lineno, context))
        tb = tb.tb_next
    return result


def stack(context=1):
    """Return a list of records for the stack above the caller's frame."""
    return getouterframes(sys._getframe(1), context)


def trace(context=1):
    """Return a list of records for the stack below the current exception."""
    exc = sys.exception()
    return getinnerframes(exc.__traceback__ if exc else None, context)


GEN_CREATED, GEN_RUNNING, GEN_SUSPENDED, GEN_CLOSED = "GEN_CREATED", "GEN_RUNNING", "GEN_SUSPENDED", "GEN_CLOSED"
CORO_CREATED, CORO_RUNNING, CORO_SUSPENDED, CORO_CLOSED = "CORO_CREATED", "CORO_RUNNING", "CORO_SUSPENDED", "CORO_CLOSED"


def _state(prefix, running, suspended, frame):
    if running:
        return f"{prefix}_RUNNING"
    if suspended:
        return f"{prefix}_SUSPENDED"
    return f"{prefix}_CLOSED" if frame is None else f"{prefix}_CREATED"


def getgeneratorstate(generator):
    """Get current state of a generator-iterator."""
    return _state("GEN", generator.gi_running, generator.gi_suspended, generator.gi_frame)


def getcoroutinestate(coroutine):
    """Get current state of a coroutine object."""
    return _state("CORO", coroutine.cr_running, coroutine.cr_suspended, coroutine.cr_frame)


def getgeneratorlocals(generator):
    """Get the mapping of generator local variables to their current values."""
    if not isgenerator(generator):
        raise TypeError(f"{generator!r} is not a Python generator")
    return {} if generator.gi_frame is None else generator.gi_frame.f_locals


def getcoroutinelocals(coroutine):
    """Get the mapping of coroutine local variables to their current values."""
    return {} if coroutine.cr_frame is None else coroutine.cr_frame.f_locals


def getclosurevars(func):
    """Get the mapping of free variables to their current values."""
    if ismethod(func):
        func = func.__func__
    if not isfunction(func):
        raise TypeError(f"{func!r} is not a Python function")
    code = func.__code__
    nonlocals = {} if func.__closure__ is None else {
        name: cell.cell_contents for name, cell in zip(code.co_freevars, func.__closure__)}
    namespace = func.__globals__
    builtin = namespace.get("__builtins__", {})
    builtin = builtin.__dict__ if ismodule(builtin) else builtin
    globals_, builtins_, unbound = {}, {}, set()
    for name in code.co_names:
        if name in namespace:
            globals_[name] = namespace[name]
        elif name in builtin:
            builtins_[name] = builtin[name]
        else:
            unbound.add(name)
    return _make("ClosureVars", nonlocals, globals_, builtins_, unbound)


# How an object is called: in a file of its own, since it is the larger half.

from _signature import BoundArguments, Parameter, Signature, formatannotation, getcallargs, getfullargspec, signature
