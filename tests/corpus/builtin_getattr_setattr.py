class C:
    x = 1


c = C()
print(getattr(c, "x"), getattr(c, "nope", "d"), hasattr(c, "x"), hasattr(c, "y"))
setattr(c, "dyn amic", 5)
setattr(c, "y", 2)
print(getattr(c, "dyn amic"), c.y, vars(c))
delattr(c, "y")
print(hasattr(c, "y"))
for f in (lambda: getattr(c, "nope"), lambda: getattr(c, 5), lambda: setattr(c, 5, 1), lambda: delattr(c, "zz"), lambda: hasattr(c, 1)):
    try:
        f()
    except (AttributeError, TypeError) as e:
        print(type(e).__name__, e)
