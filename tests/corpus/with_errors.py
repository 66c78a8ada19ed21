class NoExit:
    def __enter__(self):
        pass


class NoEnter:
    def __exit__(self, *a):
        pass


for bad in (5, NoExit(), NoEnter()):
    try:
        with bad:
            pass
    except TypeError as e:
        print(e)
