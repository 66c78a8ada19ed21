from itertools import count, cycle, repeat, islice, takewhile, dropwhile, accumulate, chain, compress, filterfalse, starmap, pairwise, batched, tee, zip_longest, groupby

print(list(islice(count(5, 2), 3)), list(islice(cycle("ab"), 5)), list(repeat(1, 3)), list(islice(range(10), 2, 8, 3)), next(count(0.5, 0.25)))
print(list(takewhile(lambda x: x < 3, [1, 2, 3, 1])), list(dropwhile(lambda x: x < 3, [1, 2, 3, 1])), list(accumulate([1, 2, 3])), list(accumulate([1, 2, 3], lambda a, b: a * b, initial=10)), list(chain("ab", [1])), list(chain.from_iterable(["ab", "c"])))
print(list(compress("abcd", [1, 0, 1, 0])), list(filterfalse(lambda x: x % 2, range(5))), list(starmap(pow, [(2, 3), (3, 2)])), list(pairwise("abc")), list(batched("abcde", 2)), list(zip_longest("ab", [1], fillvalue="-")))
a, b = tee([1, 2, 3])
print(next(a), list(b), list(a))
print([(k, list(g)) for k, g in groupby("aabbbc")], [(k, [w for w in g]) for k, g in groupby(sorted(["aa", "b", "cc", "d"], key=len), len)])
print(count(3), repeat("x", 2), repeat(5))
for f in (lambda: list(islice([1], -1)), lambda: list(batched("ab", 0)), lambda: count("a"), lambda: list(batched("abc", 2, strict=True)), lambda: list(islice([1], 1, 2, 0)), lambda: repeat(), lambda: tee([1], -1)):
    try:
        f()
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)
