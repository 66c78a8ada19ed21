a, b = 3 + 4j, complex(1, -2)
print(a, b, a + b, a - b, a * b, a / b, -a, abs(a), a.real, a.imag, a.conjugate(), a ** 2, a ** 0.5, 2 ** a, a == 3 + 4j, a != b)
print(1j, -1j, 0j, complex(0, -1), complex(-0.0, 0.0), complex("1+2j"), complex("3"), complex(" -1e2j "), complex("(1-2j)"), complex(2), complex(1.5, 2.5), 1j * 1j, 1j ** 2, complex("nan+infj"))
print([1j], f"{a:.2f} {a} {b!r} {a:>12}", hash(complex(2, 0)) == hash(2), complex(1, 0) == 1, {1j: 1}, bool(0j), sum([1j, 2]), 1e20j, 1.5 + 0j, (1 + 2j) - 2j, complex.from_number(3))
for text in ("a < b", "int(a)", "float(a)", "a // b", "a % b", "complex('x')", "complex('1+ 2j')", "a / 0", "0j ** -1", "complex([])", "complex('1', 2)", "round(a)"):
    try:
        print(text, eval(text))
    except Exception as e:
        print(text, "->", type(e).__name__, e)
