π = 3.14
größe = 2
名前 = "name"
print(π * größe, 名前)


def функция(ж):
    return ж + 1


print(функция(1), "ß".upper(), "İ".lower(), "ﬁ".casefold())
