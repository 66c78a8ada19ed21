class CM:
    def __init__(self, value):
        self.value = value

    def __enter__(self):
        return self.value

    def __exit__(self, *a):
        return False


with CM((1, 2)) as (a, b):
    print(a, b)
d = {}
with CM(5) as d["k"]:
    print(d)


class O:
    pass


o = O()
with CM(6) as o.x, CM([7, 8, 9]) as [first, *rest]:
    print(o.x, first, rest)
with (CM(1) as x, CM(2) as y):
    print(x + y)
with CM("no target"):
    print("ok")
with CM(1) as p, CM(p + 1) as q:
    print(p, q)
