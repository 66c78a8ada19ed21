print("Hello, world")
print("a", "b", 3, sep="-", end="!\n")
print()
print("tab\tnew\\line", 'single "double"', "it's")
