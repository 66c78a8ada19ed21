a = 1; b = 2; print(a + b)
total = (1 +
         2 +
         3)
print(total)
value = 1 + \
    2
print(value)
if a: print("one line if")
for i in range(3): print(i, end=" ")
print()
def f(): return 42
print(f())
class C: pass
print(C.__name__)
