def find(items, wanted):
    for i, item in enumerate(items):
        if item == wanted:
            print("found at", i)
            break
    else:
        print("not found")


find([1, 2, 3], 2)
find([1, 2, 3], 5)
find([], 1)
for x in range(3):
    for y in range(3):
        if y == x:
            continue
        if x == 2:
            break
        print(x, y)
print(x, y)
