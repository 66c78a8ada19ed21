log = []


def f(n):
    try:
        log.append(f"try{n}")
        if n == 1:
            raise ValueError("v")
        if n == 2:
            return "returned"
        return "normal"
    except ValueError:
        log.append("except")
        raise
    else:
        log.append("else")
    finally:
        log.append("finally")


for n in (0, 1, 2):
    try:
        print(f(n))
    except ValueError as e:
        print("re-raised", e)
print(log)


def nested():
    for i in range(3):
        try:
            try:
                if i == 0:
                    continue
                if i == 1:
                    raise KeyError(i)
                break
            finally:
                print("inner finally", i)
        except KeyError as e:
            print("caught", e)
        finally:
            print("outer finally", i)
    return "end"


print(nested())


def loop_else():
    while True:
        try:
            return 1
        finally:
            print("leaving")


print(loop_else())
try:
    try:
        raise ValueError
    except ValueError as e:
        raise e
except ValueError as e:
    print("same", e.__context__)
