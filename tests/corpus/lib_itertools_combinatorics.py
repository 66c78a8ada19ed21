from itertools import product, permutations, combinations, combinations_with_replacement

print(list(product("ab", [1, 2])), list(product([0, 1], repeat=2)), list(product()), list(product("a", [])))
print(list(permutations("abc", 2)), len(list(permutations(range(5)))), list(permutations([1, 2], 3)), list(permutations("ab")))
print(list(combinations("abcd", 2)), list(combinations([1], 2)), list(combinations("ab", 0)), list(combinations_with_replacement("ab", 2)), sum(1 for _ in combinations(range(10), 4)))
for f in (lambda: combinations([1], -1), lambda: permutations(5), lambda: product([1], repeat=-1), lambda: list(product([1], x=2))):
    try:
        print(f())
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)
