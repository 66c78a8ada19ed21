def compute(a, b, c):
    return (a +
            b / c +
            a)


value = compute(
    1,
    2,
    0,
)
