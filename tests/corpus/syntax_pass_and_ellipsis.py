def nothing():
    pass


def todo():
    ...


class Empty:
    ...


print(nothing(), todo(), Empty.__name__)
for _ in range(2):
    pass
print("done")
