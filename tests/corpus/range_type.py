r = range(2, 20, 3)
print(r, list(r), len(r), r[0], r[-1], r[1:3], r[::-1], 5 in r, 6 in r, 5.0 in r, "x" in r, r.start, r.stop, r.step, r.index(8), r.count(8), r.count(9))
print(range(3), range(0), list(range(5, 0, -2)), range(10)[2:8:2], range(0, 10, 3) == range(0, 12, 3), hash(range(3)) == hash(range(0, 3, 1)), range(0) == range(5, 5), bool(range(0)), list(reversed(range(3))), max(range(5)), sum(range(101)))
print(range(10 ** 20)[10 ** 19], len(range(0, 10 ** 9, 7)), 10 ** 19 in range(10 ** 20), list(range(-3, 3, 2)), range(5)[-2:], tuple(range(2)), range(True), [*range(2), *range(2)])
for text in ("range(1, 2, 0)", "range()", "range(1.5)", "range('a')", "r[99]", "r['a']", "r.index(9)", "range(1, 2, 3, 4)", "len(range(10 ** 30))", "range(3) + range(2)"):
    try:
        print(text, eval(text))
    except Exception as e:
        print(text, "->", type(e).__name__, e)
try:
    r[0] = 1
except TypeError as e:
    print(e)
try:
    r.start = 1
except AttributeError as e:
    print(e)
