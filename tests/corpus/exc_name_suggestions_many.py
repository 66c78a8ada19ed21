import math


class Player:
    def __init__(self):
        self.health = 10
        self._inventory = []

    def attack(self):
        pass


p = Player()
length_of_list = 3
for text in ("lenght_of_list", "prnt(1)", "p.helth", "p.atack()", "p.inventory", "math.sqr(2)", "Tru", "[].appendd", "''.uper()", "math.floot", "p.xyz_nothing", "x", "self.health", "none", "pi", "'a'.lenght", "time", "sys.path", "ran", "{}.item()"):
    try:
        eval(text)
    except (NameError, AttributeError) as e:
        import traceback
        print(text, "->", traceback.format_exception_only(e)[-1].strip())
