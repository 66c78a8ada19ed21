# Properties and cases of code points, summed up.
def total(f, points):
    h = 0
    for c in points:
        h = (h * 31 + f(chr(c))) % 1000000007
    return h


points = list(range(0x2C00)) + list(range(0xA640, 0xA800)) + list(range(0xFB00, 0xFB20)) + list(range(0x10400, 0x10450))
for name in "isalpha isdigit isdecimal isnumeric isalnum islower isupper istitle isspace isprintable isidentifier".split():
    print(name, total(lambda s: int(getattr(s, name)()), points))
for name in "upper lower title capitalize swapcase casefold".split():
    print(name, total(lambda s: sum(map(ord, getattr(s, name)())), points))
print("repr", total(lambda s: len(repr(s)), points))
print("ΑΣ ΑΣΑ Σ".lower(), "ﬁne".upper(), "ǆ".title(), "ŉ".upper(), "İ".lower().encode())
