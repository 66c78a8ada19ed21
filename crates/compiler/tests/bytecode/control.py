def nested(a, b):
    for i in a:
        try:
            if i:
                continue
            with b as c, open(i) as d:
                return c, d
        except (KeyError, ValueError) as error:
            if error:
                break
            raise RuntimeError("x") from error
        except Exception:
            pass
        finally:
            b.close()
    else:
        return 1
    while a and b or not i:
        try:
            a -= 1
        finally:
            if a: return
def groups(x):
    try:
        x()
    except* (TypeError, ValueError) as group:
        print(group)
    except* OSError:
        raise
    else:
        return 2
    finally:
        x = None
def chain(a, b, c):
    if a < b < c and (a or b) and not (b if c else a):
        return a if b else c
    assert a == b != c, f"{a=} {b!r:>{c}}"
    x = a and b or c
    return a is None or b is not None
def loops(n):
    while True:
        n += 1
        if n > 5: break
    while n:
        n -= 1
    else:
        n = -1
    for (a, b), *c in n:
        del a, b[0], c[1:2], n.x
    return [x for x in range(3) if x if x > 1]
def unpack(a):
    a.b.c, a[0], (x, [y, *z]) = a
    a.b += 1; a[0] *= 2; a[1:2] |= 3
    a, b = b, a
    a, b, c = c, b, a
    return {**a, "k": 1, **b}, [*a, *b], {*a}, (*a, 1), f(*a, k=1, **b), f(*a), f(**b, c=2)
if __debug__:
    print("debug")
if 0: dead
while 1:
    break
