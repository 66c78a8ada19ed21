def load():
    try:
        return {}["missing"]
    except KeyError as e:
        raise RuntimeError("could not load") from e


try:
    load()
except RuntimeError:
    int("abc")
