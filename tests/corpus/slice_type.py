s = slice(1, 10, 2)
print(s, s.start, s.stop, s.step, slice(5), slice(None), s.indices(6), slice(-3, None).indices(10), slice(None, None, -1).indices(5), list(range(20))[s], "abcdefghijkl"[s], s == slice(1, 10, 2), hash(slice(1)) == hash(slice(1)))


class Show:
    def __getitem__(self, k):
        return k


x = Show()
print(x[1], x[1:2], x[::], x[1:2, 3], x[..., 1:], x[:, ::2], x["a":"b"], x[()], x[1,], x[*[1, 2]])
for text in ("slice()", "[1][slice(0, 'a')]", "slice(1, 2, 0).indices(3)", "[1][::'a']"):
    try:
        print(eval(text))
    except Exception as e:
        print(text, "->", type(e).__name__, e)
