n = 0
while n < 3:
    print(n)
    n += 1
else:
    print("done without break")

while True:
    n -= 1
    if n == 1:
        continue
    if n < 0:
        break
    print("n is", n)
else:
    print("never printed")
print("after", n)
