def annotated(x: undefined):
    pass


try:
    annotated.__annotations__
except NameError as error:
    tb = error.__traceback__
    while tb:
        print(tb.tb_frame.f_code.co_name, tb.tb_lineno)
        tb = tb.tb_next


def outer():
    class Broken:
        value = 1
        other = value / 0


outer()
