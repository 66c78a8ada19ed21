class Dyn:
    real = "class attr"

    def __getattr__(self, name):
        print("getattr", name)
        if name.startswith("x"):
            return name.upper()
        raise AttributeError(f"no {name}")

    def __setattr__(self, name, value):
        print("setattr", name, value)
        object.__setattr__(self, name, value)

    def __delattr__(self, name):
        print("delattr", name)
        object.__delattr__(self, name)

    def __dir__(self):
        return ["b", "a"]


d = Dyn()
print(d.real, d.xyz, hasattr(d, "nope"), getattr(d, "zzz", "default"))
d.a = 1
print(d.a, dir(d), d.__dict__)
del d.a
try:
    d.missing
except AttributeError as e:
    print(e)


class Log:
    def __getattribute__(self, name):
        if name == "secret":
            raise AttributeError("hidden")
        return object.__getattribute__(self, name)

    secret = 1
    open = 2


print(Log().open, hasattr(Log(), "secret"), Log.secret)
