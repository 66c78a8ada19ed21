class Resource:
    def __enter__(self):
        return self

    def __exit__(self, *exc):
        print("closing", exc[0].__name__)
        raise RuntimeError("failed to close")


with Resource() as r:
    raise ValueError("in body")
