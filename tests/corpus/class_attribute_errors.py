class Thing:
    colour = "red"

    def method(self):
        pass


t = Thing()
for text in ("t.size", "t.color", "Thing.colr", "t.method.x", "None.foo", "(5).bar", "'s'.appendx", "[].push(1)", "len.foo", "t.method()()"):
    try:
        eval(text)
    except (AttributeError, TypeError) as e:
        print(text, "->", e)
try:
    (5).x = 1
except AttributeError as e:
    print(e)
try:
    del t.nothing
except AttributeError as e:
    print(e)
try:
    int.x = 1
except TypeError as e:
    print(e)
