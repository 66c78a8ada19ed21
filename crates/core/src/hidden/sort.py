# The sort of items whose order only Python code knows: CPython's (Objects/listobject.c, Objects/listsort.txt), so that
# the same comparisons are made in the same order. `keys` and `items` are sorted together; they may be the same list.


def merge_sort(keys, items):
    n = len(keys)
    if n < 2:
        return
    both = keys is not items
    minrun = n
    over = 0
    while minrun >= 64:
        over |= minrun & 1
        minrun >>= 1
    minrun += over
    gallop = [7]
    runs = []
    lo = 0
    left = n
    while left:
        length = sort_count_run(keys, items, both, lo, left)
        if length < minrun:
            force = minrun if left > minrun else left
            sort_binary(keys, items, both, lo, lo + force, lo + length)
            length = force
        if runs:
            power = sort_power(runs[-1][0], runs[-1][1], length, n)
            while len(runs) > 1 and runs[-2][2] > power:
                sort_merge_at(keys, items, both, gallop, runs, len(runs) - 2)
            runs[-1][2] = power
        runs.append([lo, length, 0])
        lo += length
        left -= length
    while len(runs) > 1:
        i = len(runs) - 2
        if i > 0 and runs[i - 1][1] < runs[i + 1][1]:
            i -= 1
        sort_merge_at(keys, items, both, gallop, runs, i)


def sort_power(s1, n1, n2, n):
    a = 2 * s1 + n1
    b = a + n1 + n2
    power = 0
    while True:
        power += 1
        if a >= n:
            a -= n
            b -= n
        elif b >= n:
            return power
        a <<= 1
        b <<= 1


def sort_count_run(keys, items, both, lo, left):
    # The length of the run at lo; a descending one is turned round.
    n = 1
    while n < left and not keys[lo + n] < keys[lo + n - 1]:
        n += 1
    if n == left:
        return n
    if n > 1:
        if keys[lo] < keys[lo + n - 1]:
            return n
        # All equal so far, and the next is smaller: they keep their order when all is turned round.
        sort_turn(keys, items, both, lo, lo + n)
    n += 1
    equal = 0
    while n < left:
        if keys[lo + n] < keys[lo + n - 1]:
            if equal:
                sort_turn(keys, items, both, lo + n - equal - 1, lo + n)
                equal = 0
        elif keys[lo + n - 1] < keys[lo + n]:
            break
        else:
            equal += 1
        n += 1
    if equal:
        sort_turn(keys, items, both, lo + n - equal - 1, lo + n)
    sort_turn(keys, items, both, lo, lo + n)
    while n < left and not keys[lo + n] < keys[lo + n - 1]:
        n += 1
    return n


def sort_turn(keys, items, both, lo, hi):
    keys[lo:hi] = keys[lo:hi][::-1]
    if both:
        items[lo:hi] = items[lo:hi][::-1]


def sort_binary(keys, items, both, lo, hi, start):
    if start == lo:
        start += 1
    while start < hi:
        pivot = keys[start]
        left = lo
        right = start
        while left < right:
            mid = (left + right) >> 1
            if pivot < keys[mid]:
                right = mid
            else:
                left = mid + 1
        keys[left + 1:start + 1] = keys[left:start]
        keys[left] = pivot
        if both:
            item = items[start]
            items[left + 1:start + 1] = items[left:start]
            items[left] = item
        start += 1


def sort_merge_at(keys, items, both, gallop, runs, i):
    a, na = runs[i][0], runs[i][1]
    b, nb = runs[i + 1][0], runs[i + 1][1]
    runs[i][1] = na + nb
    del runs[i + 1]
    k = sort_gallop_right(keys[b], keys, a, na, 0)
    a += k
    na -= k
    if na == 0:
        return
    nb = sort_gallop_left(keys[a + na - 1], keys, b, nb, nb - 1)
    if nb <= 0:
        return
    if na <= nb:
        sort_merge_lo(keys, items, both, gallop, a, na, b, nb)
    else:
        sort_merge_hi(keys, items, both, gallop, a, na, b, nb)


def sort_gallop_left(key, seq, base, n, hint):
    last, ofs = 0, 1
    if seq[base + hint] < key:
        most = n - hint
        while ofs < most:
            if seq[base + hint + ofs] < key:
                last = ofs
                ofs = (ofs << 1) + 1
            else:
                break
        if ofs > most:
            ofs = most
        last += hint
        ofs += hint
    else:
        most = hint + 1
        while ofs < most:
            if seq[base + hint - ofs] < key:
                break
            last = ofs
            ofs = (ofs << 1) + 1
        if ofs > most:
            ofs = most
        last, ofs = hint - ofs, hint - last
    last += 1
    while last < ofs:
        mid = last + ((ofs - last) >> 1)
        if seq[base + mid] < key:
            last = mid + 1
        else:
            ofs = mid
    return ofs


def sort_gallop_right(key, seq, base, n, hint):
    last, ofs = 0, 1
    if key < seq[base + hint]:
        most = hint + 1
        while ofs < most:
            if key < seq[base + hint - ofs]:
                last = ofs
                ofs = (ofs << 1) + 1
            else:
                break
        if ofs > most:
            ofs = most
        last, ofs = hint - ofs, hint - last
    else:
        most = n - hint
        while ofs < most:
            if key < seq[base + hint + ofs]:
                break
            last = ofs
            ofs = (ofs << 1) + 1
        if ofs > most:
            ofs = most
        last += hint
        ofs += hint
    last += 1
    while last < ofs:
        mid = last + ((ofs - last) >> 1)
        if key < seq[base + mid]:
            ofs = mid
        else:
            last = mid + 1
    return ofs


def sort_merge_lo(keys, items, both, gallop, a, na, b, nb):
    # The left run is copied out, and both are merged from the left.
    tk = keys[a:a + na]
    ti = items[a:a + na] if both else tk
    dest = a
    i = 0
    try:
        keys[dest] = keys[b]
        if both:
            items[dest] = items[b]
        dest += 1
        b += 1
        nb -= 1
        if nb == 0 or na == 1:
            return
        min_gallop = gallop[0]
        while True:
            acount = bcount = 0
            while True:
                if keys[b] < tk[i]:
                    keys[dest] = keys[b]
                    if both:
                        items[dest] = items[b]
                    dest += 1
                    b += 1
                    bcount += 1
                    acount = 0
                    nb -= 1
                    if nb == 0:
                        return
                    if bcount >= min_gallop:
                        break
                else:
                    keys[dest] = tk[i]
                    if both:
                        items[dest] = ti[i]
                    dest += 1
                    i += 1
                    acount += 1
                    bcount = 0
                    na -= 1
                    if na == 1:
                        return
                    if acount >= min_gallop:
                        break
            min_gallop += 1
            while True:
                if min_gallop > 1:
                    min_gallop -= 1
                gallop[0] = min_gallop
                k = sort_gallop_right(keys[b], tk, i, na, 0)
                acount = k
                if k:
                    keys[dest:dest + k] = tk[i:i + k]
                    if both:
                        items[dest:dest + k] = ti[i:i + k]
                    dest += k
                    i += k
                    na -= k
                    if na == 1:
                        return
                    if na == 0:
                        return
                keys[dest] = keys[b]
                if both:
                    items[dest] = items[b]
                dest += 1
                b += 1
                nb -= 1
                if nb == 0:
                    return
                k = sort_gallop_left(tk[i], keys, b, nb, 0)
                bcount = k
                if k:
                    keys[dest:dest + k] = keys[b:b + k]
                    if both:
                        items[dest:dest + k] = items[b:b + k]
                    dest += k
                    b += k
                    nb -= k
                    if nb == 0:
                        return
                keys[dest] = tk[i]
                if both:
                    items[dest] = ti[i]
                dest += 1
                i += 1
                na -= 1
                if na == 1:
                    return
                if acount < 7 and bcount < 7:
                    break
            min_gallop += 1
            gallop[0] = min_gallop
    finally:
        # What is left of the right run, then of the left one (at an error: the left one fills the gap).
        if na == 1 and nb > 0 and i == len(tk) - 1:
            keys[dest:dest + nb] = keys[b:b + nb]
            if both:
                items[dest:dest + nb] = items[b:b + nb]
            dest += nb
        keys[dest:dest + na] = tk[i:i + na]
        if both:
            items[dest:dest + na] = ti[i:i + na]


def sort_merge_hi(keys, items, both, gallop, a, na, b, nb):
    # The right run is copied out, and both are merged from the right.
    tk = keys[b:b + nb]
    ti = items[b:b + nb] if both else tk
    dest = b + nb - 1
    j = nb - 1
    base = a
    a += na - 1
    try:
        keys[dest] = keys[a]
        if both:
            items[dest] = items[a]
        dest -= 1
        a -= 1
        na -= 1
        if na == 0 or nb == 1:
            return
        min_gallop = gallop[0]
        while True:
            acount = bcount = 0
            while True:
                if tk[j] < keys[a]:
                    keys[dest] = keys[a]
                    if both:
                        items[dest] = items[a]
                    dest -= 1
                    a -= 1
                    acount += 1
                    bcount = 0
                    na -= 1
                    if na == 0:
                        return
                    if acount >= min_gallop:
                        break
                else:
                    keys[dest] = tk[j]
                    if both:
                        items[dest] = ti[j]
                    dest -= 1
                    j -= 1
                    bcount += 1
                    acount = 0
                    nb -= 1
                    if nb == 1:
                        return
                    if bcount >= min_gallop:
                        break
            min_gallop += 1
            while True:
                if min_gallop > 1:
                    min_gallop -= 1
                gallop[0] = min_gallop
                k = na - sort_gallop_right(tk[j], keys, base, na, na - 1)
                acount = k
                if k:
                    keys[dest - k + 1:dest + 1] = keys[a - k + 1:a + 1]
                    if both:
                        items[dest - k + 1:dest + 1] = items[a - k + 1:a + 1]
                    dest -= k
                    a -= k
                    na -= k
                    if na == 0:
                        return
                keys[dest] = tk[j]
                if both:
                    items[dest] = ti[j]
                dest -= 1
                j -= 1
                nb -= 1
                if nb == 1:
                    return
                k = nb - sort_gallop_left(keys[a], tk, 0, nb, nb - 1)
                bcount = k
                if k:
                    keys[dest - k + 1:dest + 1] = tk[j - k + 1:j + 1]
                    if both:
                        items[dest - k + 1:dest + 1] = ti[j - k + 1:j + 1]
                    dest -= k
                    j -= k
                    nb -= k
                    if nb == 1:
                        return
                    if nb == 0:
                        return
                keys[dest] = keys[a]
                if both:
                    items[dest] = items[a]
                dest -= 1
                a -= 1
                na -= 1
                if na == 0:
                    return
                if acount < 7 and bcount < 7:
                    break
            min_gallop += 1
            gallop[0] = min_gallop
    finally:
        if nb == 1 and na > 0 and j == 0:
            keys[dest - na + 1:dest + 1] = keys[a - na + 1:a + 1]
            if both:
                items[dest - na + 1:dest + 1] = items[a - na + 1:a + 1]
            dest -= na
        keys[dest - nb + 1:dest + 1] = tk[j - nb + 1:j + 1]
        if both:
            items[dest - nb + 1:dest + 1] = ti[j - nb + 1:j + 1]
