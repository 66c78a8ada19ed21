for spec in ("", "s", "5", "<5", ">6", "^7", "*^7", ".2", "6.2", "<06", "é>6"):
    print(repr(spec), [format(v, spec) for v in ("", "abc", "é☃😀")])
for spec in ("d", "+", "=5", ",", "#", "f", "05d"):
    try:
        print(format("abc", spec))
    except ValueError as e:
        print(repr(spec), e)
print(format(None), format([1]), format(True), format(True, "d"), format(True, "5"), format(True, "s") if False else "", format(1 + 2j, ".1f"), format((1, 2)))
for value in (None, [1], (1,), {}, object, len):
    try:
        format(value, "5")
    except TypeError as e:
        print(e)
