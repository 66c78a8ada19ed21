print(abs(-3), abs(-2.5), abs(3 + 4j), abs(True), abs(-0.0), divmod(7, 3), divmod(-7, 3), divmod(7.5, 2), pow(2, 10), pow(2, 10, 7), pow(2, -1), pow(2.0, 3), pow(base=2, exp=3, mod=5))
print(round(2.567, 2), round(2.5), round(-1.5), round(1234, -2), round(2), round(number=2.675, ndigits=1), type(round(2.0)).__name__, type(round(2.0, 0)).__name__)
