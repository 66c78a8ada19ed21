numbers = [1, 2, 3]
total = sum
print(total(numbers))
total = 6
print(total(numbers))
