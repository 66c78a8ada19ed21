class AppError(Exception):
    pass


def check(value):
    if value > 3:
        raise AppError("value too large", value)


for i in range(10):
    check(i)
