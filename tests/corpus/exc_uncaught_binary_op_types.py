total = 0
values = [1, 2, "3", 4]
for index, value in enumerate(values):
    total = total + value * (index + 1)
print(total)
