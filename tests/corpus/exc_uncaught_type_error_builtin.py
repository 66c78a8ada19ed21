words = ["a", "b"]
print(len(words))
print(sorted([3, "x", 1]))
