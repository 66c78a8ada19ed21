from collections import deque

d = deque([1, 2, 3])
d.append(4)
d.appendleft(0)
print(d, len(d), d[0], d[-1], 2 in d)
print(d.pop(), d.popleft(), d)
d.extend([8, 9])
d.extendleft([7, 6])
print(d)
d.rotate(2)
print(d)
d.rotate(-1)
print(d, d.count(8), d.index(9))
d.remove(8)
d.insert(1, "i")
d.reverse()
print(d)
b = deque(maxlen=2)
for i in range(4):
    b.append(i)
print(b, b.maxlen)
b.appendleft("L")
print(b, list(reversed(d)), d.copy() == d, deque([1]) + deque([2]), deque([1]) * 2)
del d[0]
d[0] = "set"
print(d, bool(deque()), deque("ab") < deque("ac"))
d.clear()
for text in ("d.pop()", "d.popleft()", "d[3]", "d.remove(1)", "deque(5)", "deque([1], -1)", "d.index(1)"):
    try:
        eval(text)
    except Exception as e:
        print(text, "->", type(e).__name__, e)
it = iter(deque([1, 2]))
print(next(it))
q = deque([1, 2])
try:
    for x in q:
        q.append(x)
except RuntimeError as e:
    print(e)
