class Base:
    def __init__(self, x):
        self.x = 10 // x


class Child(Base):
    def __init__(self, x):
        super().__init__(x)


Child(2)
Child(0)
