class Base:
    @classmethod
    def make(cls):
        return f"made {cls.__name__}"

    @staticmethod
    def util():
        return "util"

    @property
    def prop(self):
        return "base prop"

    def m(self):
        return "base m"


class Child(Base):
    @classmethod
    def make(cls):
        return super().make() + "!"

    @staticmethod
    def util():
        return super(Child, Child).util() + "!"

    @property
    def prop(self):
        return super().prop + "!"

    def m(self):
        f = lambda: super(Child, self).m()
        return f() + "!" + "".join(super(Child, self).m() for _ in range(1))

    def nested(self):
        def inner():
            return super(Child, self).m()
        return inner()


c = Child()
print(Child.make(), c.make(), Child.util(), c.prop, c.m(), c.nested())
print(super(Child, c).__thisclass__.__name__, super(Child, c).__self_class__.__name__)
for text in ("super().m()", "super(Child, 5).m()", "super(int)", "super(Base, c).m()"):
    try:
        print(eval(text))
    except (TypeError, RuntimeError, AttributeError) as e:
        print(type(e).__name__, e)


def outside(self):
    return super().x


try:
    outside(c)
except RuntimeError as e:
    print(e)
