def run(action):
    try:
        print("try")
        result = action()
    except ZeroDivisionError as e:
        print("except", e)
        return "handled"
    except (KeyError, IndexError):
        print("lookup")
    else:
        print("else", result)
        return "fine"
    finally:
        print("finally")
    return "end"


print(run(lambda: 1))
print(run(lambda: 1 / 0))
print(run(lambda: [][0]))
try:
    run(lambda: int("x"))
except ValueError as e:
    print("outer", e)


def override():
    try:
        return "try"
    finally:
        print("cleanup")


print(override())
for i in range(3):
    try:
        if i == 1:
            continue
        print(i)
    finally:
        print("f", i)
try:
    e
except NameError as err:
    print(err)
