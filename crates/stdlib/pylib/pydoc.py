"""help(): what functions and classes say of themselves, as text.

Neither the interactive help nor documentation of what is built in is here: the texts would be a fifth of the library.
"""

import builtins
import inspect
import sys

__all__ = ["help", "getdoc", "render_doc", "doc"]

_HIDDEN = frozenset("""__author__ __builtins__ __credits__ __date__ __doc__ __docformat__ __file__ __loader__ __module__
    __name__ __package__ __path__ __qualname__ __slots__ __spec__ __version__ __static_attributes__ __firstlineno__
    __annotate_func__ __annotations_cache__ __annotate__ __annotations__ __dictoffset__""".split())
_NO_TEXT = "(Gilscope has no text about what is built in: see docs.python.org.)"
_DESCRIPTOR_TEXTS = {"__dict__": "dictionary for instance variables",
                     "__weakref__": "list of weak references to the object"}


def getdoc(object):
    """Get the doc string of an object, stripped; an empty string where there is none."""
    return (inspect.getdoc(object) or "").strip()


def _indent(text, prefix="    "):
    return "\n".join((prefix + line).rstrip() for line in text.split("\n"))


def _shown_name(name):
    if name in _HIDDEN or name.startswith("_") and name.endswith("_") and not name.startswith("__"):
        return False
    return name.startswith("__") and name.endswith("__") or not name.startswith("_")


def _signature(object):
    try:
        return str(inspect.signature(object))
    except (TypeError, ValueError):
        return None


def _routine(object, name, note=""):
    """The text of a function or method."""
    text = _signature(object)
    if getattr(object, "__name__", name) == "<lambda>" and text is not None:
        decl = f"{name} lambda {text[1:-1]}"
    else:
        decl = name + (text if text is not None else "(...)") + note
    about = getdoc(object)
    return decl + "\n" + (_indent(about).rstrip() + "\n" if about else "")


def _class_name(cls, module):
    return cls.__name__ if cls.__module__ == module else f"{cls.__module__}.{cls.__name__}"


def _kind(cls, name, value):
    if isinstance(value, staticmethod):
        return "Static methods"
    if isinstance(value, classmethod):
        return "Class methods"
    if isinstance(value, property):
        return "Readonly properties" if value.fset is None and value.fdel is None else "Data descriptors"
    if inspect.isroutine(value):
        return "Methods"
    if inspect.isdatadescriptor(value):
        return "Data descriptors"
    return "Data and other attributes"


_KINDS = ("Methods", "Class methods", "Static methods", "Readonly properties", "Data descriptors",
          "Data and other attributes")


def _attribute(cls, name, value, kind):
    if kind in ("Methods", "Class methods", "Static methods"):
        found = getattr(cls, name)
        other = getattr(found, "__name__", name)
        return _routine(found, name if other == name or other == "<lambda>" else f"{name} = {other}")
    if kind == "Data and other attributes":
        text = f"{name} = {value!r}"
        return (text if len(text) <= 70 else text[:70] + "...") + "\n"
    about = _DESCRIPTOR_TEXTS.get(name) or getdoc(value)
    return name + "\n" + (_indent(about) + "\n" if about else "")


def _class(cls, name):
    """The text of a class, its ancestors' attributes included."""
    title = f"class {cls.__name__}" if name == cls.__name__ else f"{name} = class {cls.__name__}"
    if cls.__bases__:
        title += f"({', '.join(_class_name(base, cls.__module__) for base in cls.__bases__)})"
    lines = []
    text = _signature(cls)
    if text and text != "()":
        lines += [cls.__name__ + text, ""]
    about = getdoc(cls) if cls.__dict__.get("__doc__") else ""
    if about:
        lines.append(about + "\n")
    if len(cls.__mro__) > 2:
        lines.append("Method resolution order:")
        lines += ["    " + _class_name(base, cls.__module__) for base in cls.__mro__] + [""]
    made_here = [base for base in cls.__mro__ if "__firstlineno__" in base.__dict__]
    # Objects have a dict and can be weakly referenced from the first class that is written in Python on.
    lowest = made_here[-1] if made_here else None
    if cls not in made_here:
        lines.append(_NO_TEXT + "\n")
    seen, ruled = set(), False
    for base in cls.__mro__:
        own = {n: v for n, v in base.__dict__.items() if n not in seen}
        if base is lowest and not isinstance(base.__dict__.get("__slots__"), (tuple, list, str)):
            own.update((n, base.__dict__.get(n)) for n in _DESCRIPTOR_TEXTS)
        seen.update(own)
        if base is object and cls is not object:
            continue
        where = "defined here" if base is cls else f"inherited from {_class_name(base, cls.__module__)}"
        by_kind = {}
        for n in sorted(own):
            if _shown_name(n):
                kind = "Data descriptors" if n in _DESCRIPTOR_TEXTS else _kind(base, n, own[n])
                by_kind.setdefault(kind, []).append(_attribute(cls, n, own[n], kind))
        for kind in _KINDS:
            if kind in by_kind:
                if ruled:
                    lines.append("-" * 70)
                ruled = True
                lines.append(f"{kind} {where}:\n")
                lines += by_kind[kind]
    if not lines:
        return title + "\n"
    return title + "\n" + _indent("\n".join(lines).rstrip(), " |  ") + "\n"


def _module(module):
    about = getdoc(module)
    text = f"NAME\n    {module.__name__}" + (f" - {about.partition(chr(10))[0]}" if about else "") + "\n"
    names = getattr(module, "__all__", None) or [n for n in dir(module) if _shown_name(n)]
    parts = [("CLASSES", [n for n in names if inspect.isclass(getattr(module, n, None))]),
             ("FUNCTIONS", [n for n in names if inspect.isroutine(getattr(module, n, None))])]
    for title, found in parts:
        if found:
            shown = [f"{n}{_signature(getattr(module, n)) or '(...)'}" for n in sorted(found)]
            text += f"\n{title}\n" + _indent("\n".join(shown)) + "\n"
    return text


def _describe(thing):
    if inspect.ismodule(thing):
        return f"module {thing.__name__}"
    for test, kind in ((inspect.isbuiltin, "built-in function"), (inspect.isclass, "class"),
                       (inspect.isfunction, "function"), (inspect.ismethod, "method")):
        if test(thing):
            return f"{kind} {thing.__name__}"
    return type(thing).__name__


def _module_name(thing):
    name = getattr(thing, "__module__", None)
    return name if isinstance(name, str) else None


def render_doc(thing, title="Python Library Documentation: %s"):
    """Render text documentation, given an object or a path to an object."""
    described = _describe(thing)
    name = getattr(thing, "__name__", None)
    is_own = inspect.ismodule(thing) or inspect.isclass(thing) or inspect.isroutine(thing) or isinstance(thing, property)
    if not inspect.ismodule(thing) and _module_name(thing):
        described += f" in module {_module_name(thing)}"
    if not is_own:
        thing = type(thing)
        name = thing.__name__
        described += " object"
    if inspect.ismodule(thing):
        text = _module(thing)
    elif inspect.isclass(thing):
        text = _class(thing, name)
    elif inspect.ismethod(thing):
        owner = thing.__self__
        note = f" class method of {owner.__module__}.{owner.__qualname__}" if inspect.isclass(owner) else (
            f" method of {type(owner).__module__}.{type(owner).__qualname__} instance")
        text = _routine(thing, name, note)
    elif isinstance(thing, property):
        text = _attribute(None, name or "", thing, "Data descriptors")
    else:
        text = _routine(thing, name)
        if not hasattr(thing, "__code__"):
            text += _indent(_NO_TEXT) + "\n"
    return title % described + "\n\n" + text


def doc(thing, title="Python Library Documentation: %s", output=None):
    """Display text documentation."""
    print(render_doc(thing, title), file=output)


def _found(path):
    """What a dotted name stands for: something built in, or in a module."""
    first, *rest = path.split(".")
    try:
        thing = getattr(builtins, first) if hasattr(builtins, first) else __import__(first)
        for part in rest:
            thing = getattr(thing, part)
        return thing
    except (ImportError, AttributeError):
        return None


def help(thing=_NO_TEXT):
    """Prints what is known of an object, or of what a name stands for."""
    if thing is _NO_TEXT:
        print("Type help() for interactive help, or help(object) for help about object.")
        return
    if isinstance(thing, str):
        found = _found(thing)
        if found is None:
            print(f"No Python documentation found for {thing!r}.\nUse help() to get the interactive help utility.\n"
                  "Use help(str) for help on the str class.\n")
            return
        thing = found
    print(render_doc(thing, "Help on %s:"))
