def level3(data):
    return data["items"][3]["name"]


def level2(data):
    x = level3(data)
    return x


def level1():
    data = {"items": [1, 2]}
    return level2(data) + 1


result = level1()
