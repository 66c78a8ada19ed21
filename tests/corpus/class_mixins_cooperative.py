class Base:
    def __init__(self, **kw):
        print("Base", kw)

    def run(self):
        return ["base"]


class LogMixin:
    def __init__(self, *, log="off", **kw):
        print("Log", log)
        super().__init__(**kw)

    def run(self):
        return ["log"] + super().run()


class TimeMixin:
    def __init__(self, *, clock="utc", **kw):
        print("Time", clock)
        super().__init__(**kw)

    def run(self):
        return ["time"] + super().run()


class App(LogMixin, TimeMixin, Base):
    pass


print(App(log="on", clock="x", rest=1).run())
print([c.__name__ for c in App.__mro__])
