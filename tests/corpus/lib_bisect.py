import bisect

a = [1, 3, 3, 5]
print(bisect.bisect(a, 3), bisect.bisect_left(a, 3), bisect.bisect_right(a, 4), bisect.bisect_left(a, 0), bisect.bisect(a, 9))
bisect.insort(a, 4)
bisect.insort_left(a, 3)
print(a, bisect.bisect([10, 20], 15, lo=1), bisect.bisect_left("abc", "b"))
people = [("x", 1), ("y", 5)]
print(bisect.bisect(people, 3, key=lambda p: p[1]))
bisect.insort(people, ("z", 2), key=lambda p: p[1])
print(people)
try:
    bisect.bisect(a, 1, lo=-1)
except ValueError as e:
    print(e)
grades = [60, 70, 80, 90]
print(["FDCBA"[bisect.bisect(grades, s)] for s in (33, 60, 89, 100)])
