name = "World"; n = 3.14159
t = t"Hello {name!r:>10} and {n:.{2}f}{n=}"
print(t, t.strings, t.interpolations, t.values)
print(list(t), type(t), type(t.interpolations[0]), type(iter(t)))
print(t"a" t"b{1}", t"" , t"{1}{2}", t"{{}}")
print(t"x" + t"y{1}z" + t"w")
for f in ['t"x" + "y"', '"y" + t"x"', 't"x" + 1', 't"x".foo', 't"x"[0]', 'len(t"x")', 'setattr(t, "strings", 1)', 'setattr(t, "values", 1)', 'setattr(t, "foo", 1)', 'delattr(t, "strings")', 't"x" == t"x"', 'hash(t"x") is not None', 'str(t"{1}")', 'f"{t}"', 'format(t, "x")', 'Template("a", "b", Interpolation(1), "c")', 'Template(1)', 'Template(a=1)', 'Interpolation()', 'Interpolation(1, 2)', 'Interpolation(1, "x", "q")', 'Interpolation(1, "x", 5)', 'Interpolation(1, "x", "r", 5)', 'Interpolation(1, expression="e", format_spec="f")', 'Interpolation(1).value', 'setattr(Interpolation(1), "value", 3)', 'setattr(Interpolation(1), "foo", 3)', 'convert(1, "r")', 'convert("é", "a")', 'convert(1, None)', 'convert(1, "x")', 'type("X", (Template,), {})', 'type("X", (Interpolation,), {})', 'Template.__match_args__', 'Interpolation.__match_args__', 'Template[int]', 'Interpolation[int]', 'bool(t"")', 'next(iter(t"a"))', 'type(iter(t"a"))', 'Template.__name__', 'Template.__module__', 'Template.__qualname__', 't"{undefined}"', 't"{1/0}"', 't"{name!x}"', 'isinstance(t"", Template)', 't.__class__', 't"{name}".interpolations[0]', 't"{ name }".interpolations[0].expression', 't"{name:{n}}".interpolations[0].format_spec', 't"{name!s}".interpolations[0].conversion', 't"{(lambda: 1)()}".values', 't"{name = }"', 't"{name!r=}"', 'rt"\\{1}"', 't"{t"{1}"}"', 'dir(t)[-4:]', 'Interpolation(1) == Interpolation(1)', 't"a" in t"b"', 'callable(t)', 'Template()', 'Template("")', 'Template("a", t"b")', 'Template(Interpolation(1), Interpolation(2)).strings']:
    try: print(f, "->", repr(eval(f)).split(" at 0x")[0])
    except Exception as e: print(f, type(e).__name__, str(e).split(" at 0x")[0])
    if f.startswith("f\"{t"): from string.templatelib import *
from string.templatelib import Template, Interpolation, convert
match t"{5!r:x}".interpolations[0]:
    case Interpolation(v, e, c, s): print(v, e, c, s)
def html(t):
    return "".join(p if isinstance(p, str) else str(p.value).upper() for p in t)
print(html(t"<b>{name}</b>"))
