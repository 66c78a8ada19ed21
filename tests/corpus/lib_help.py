# help() of what a program defines itself.
def add(a: int, b=2, *args, c=3, **kw) -> int:
    """Adds.

    Two numbers."""
def nodoc(x): pass
class Animal:
    """An animal."""
    kind = 'x'
    count: int = 0
    def __init__(self, name):
        """Makes one."""
        self.name = name
    def speak(self, loud=False):
        """Says something."""
    @property
    def upper(self):
        """Upper name."""
        return self.name.upper()
    @staticmethod
    def make(): pass
    @classmethod
    def build(cls, x): "builds"
class Dog(Animal):
    def speak(self, loud=False): pass
    def fetch(self): return 1
for x in (add, nodoc, Animal, Dog, Dog('x').fetch, Dog('x'), lambda a: a):
    help(x); print('=====')
help("nosuch")
