x = "global"


def reads():
    return x


def shadows():
    x = "local"
    return reads(), x


print(shadows())
for i in range(3):
    pass
print(i)
[j for j in range(5)]
try:
    j
except NameError as e:
    print(e)
try:
    raise ValueError("v")
except ValueError as err:
    pass
try:
    err
except NameError as e:
    print(e)


class C:
    x = "class"

    def m(self):
        return x

    y = x


print(C().m(), C.y)
