def run():
    for i in range(6):
        try:
            if i == 1:
                continue
            if i == 2:
                raise ValueError(i)
            if i == 4:
                break
        except ValueError as e:
            print("value", e)
            continue
        else:
            print("ok", i)
        finally:
            print("fin", i)
    else:
        print("no break")
    while True:
        try:
            try:
                return "first"
            finally:
                print("f1")
        finally:
            print("f2")


print(run())


def swallow():
    while True:
        try:
            1 / 0
        except ZeroDivisionError:
            break
    return "swallowed"


print(swallow())
