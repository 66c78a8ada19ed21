import string

print(string.ascii_letters, string.digits, string.hexdigits, string.octdigits)
print(repr(string.punctuation), repr(string.whitespace), len(string.printable))
print(string.capwords("hello  big world"), string.capwords("a-b", "-"))
t = string.Template("$who likes ${what}, costs $$5, $who")
print(t.substitute(who="Tim", what="kung pao"))
print(t.substitute({"who": "A", "what": "B"}, who="C"), t.safe_substitute(who="D"))
print(t.is_valid(), t.get_identifiers(), string.Template("$1").is_valid())
for bad, values in (("$who", {}), ("cost $5", {}), ("a\nb ${", {})):
    try:
        string.Template(bad).substitute(values)
    except (KeyError, ValueError) as e:
        print(type(e).__name__, e)


class Mine(string.Template):
    delimiter = "%"


print(Mine("%x $x %%").substitute(x=1))
f = string.Formatter()
print(f.format("{} {!r} {:>4}|{a[0]} {a.__class__.__name__}", 1, "s", 2, a=[9]))
print(f.format("{0}{1}{0} {{}} {x:{w}}", "a", "b", x=5, w=4), f.vformat("{k}", (), {"k": 3}))
print(list(f.parse("a{b!r:c}d{{e}}{}")))


class Default(string.Formatter):
    def get_value(self, key, args, kwargs):
        return kwargs.get(key, f"<{key}>") if isinstance(key, str) else super().get_value(key, args, kwargs)


print(Default().format("{x} {y}", x=1))
for text in ("f.format('{}')", "f.format('{x}')", "f.format('{0} {}', 1, 2)", "f.format('{', 1)", "f.format('{!z}', 1)", "f.format('}')"):
    try:
        eval(text)
    except Exception as e:
        print(text, "->", type(e).__name__, e)
