name = input("Name? ")
age = input()
print(f"{name!r} {age!r}")
print(int(input("n: ")) + 1)
try:
    input("more? ")
except EOFError as e:
    print("\nEOF", e)
