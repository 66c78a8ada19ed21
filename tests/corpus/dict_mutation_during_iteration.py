d = {i: i for i in range(3)}
for action in (lambda k: d.pop(k), lambda k: d.update({k + 10: 1}), lambda k: d.clear()):
    d = {i: i for i in range(3)}
    try:
        for k in d:
            action(k)
    except RuntimeError as e:
        print(e)
d = {i: i for i in range(5)}
for k in list(d):
    if k % 2:
        del d[k]
print(d)
for k in d:
    d[k] = -1
print(d)
try:
    for k, v in d.items():
        d[k + 1] = v
        del d[k]
except RuntimeError as e:
    print(e)
it = iter({1: 2})
print(next(it))
try:
    next(it)
except StopIteration:
    print("stop")
big = {i: i for i in range(1000)}
for i in range(0, 1000, 2):
    del big[i]
for i in range(2000, 2005):
    big[i] = i
print(len(big), list(big)[:3], list(big)[-3:], 500 in big, 501 in big)
