"""SHA-512, which random.seed() uses to make a number of a text."""

_MASK = (1 << 64) - 1


def _roots(power, count):
    """The first 64 bits of the fractions of the roots of the first `count` primes."""
    roots, candidate = [], 2
    primes = []
    while len(primes) < count:
        if all([candidate % prime for prime in primes]):
            primes.append(candidate)
            # The integer root of the prime, shifted so far that 64 bits of the fraction are in it.
            target = candidate << (64 * power)
            low, high = 0, 1 << (64 + 10)
            while low < high:
                mid = (low + high + 1) >> 1
                if mid ** power <= target:
                    low = mid
                else:
                    high = mid - 1
            roots.append(low & _MASK)
        candidate += 1
    return roots


_constants = None


def sha512(data):
    """The digest, as 64 bytes."""
    global _constants
    if _constants is None:
        _constants = _roots(2, 8), _roots(3, 80)
    start, k = _constants
    state = list(start)
    length = len(data) * 8
    data = bytes(data) + b"\x80"
    data += bytes(-(len(data) + 16) % 128) + length.to_bytes(16, "big")
    for offset in range(0, len(data), 128):
        w = [int.from_bytes(data[i:i + 8], "big") for i in range(offset, offset + 128, 8)]
        for i in range(16, 80):
            x, y = w[i - 15], w[i - 2]
            s0 = (x >> 1 | x << 63) ^ (x >> 8 | x << 56) ^ x >> 7
            s1 = (y >> 19 | y << 45) ^ (y >> 61 | y << 3) ^ y >> 6
            w.append(w[i - 16] + (s0 & _MASK) + w[i - 7] + (s1 & _MASK) & _MASK)
        a, b, c, d, e, f, g, h = state
        for i in range(80):
            s1 = ((e >> 14 | e << 50) ^ (e >> 18 | e << 46) ^ (e >> 41 | e << 23)) & _MASK
            t1 = h + s1 + (e & f ^ ~e & g & _MASK) + k[i] + w[i]
            s0 = ((a >> 28 | a << 36) ^ (a >> 34 | a << 30) ^ (a >> 39 | a << 25)) & _MASK
            t2 = s0 + (a & b ^ a & c ^ b & c)
            a, b, c, d, e, f, g, h = t1 + t2 & _MASK, a, b, c, d + t1 & _MASK, e, f, g
        state = [x + y & _MASK for x, y in zip(state, (a, b, c, d, e, f, g, h))]
    return b"".join([x.to_bytes(8, "big") for x in state])
