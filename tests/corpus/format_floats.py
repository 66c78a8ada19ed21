for spec in ("", "f", ".0f", ".2f", ".10f", "e", ".0e", ".3E", "g", ".3g", "G", "#.3g", "%", ".1%", "10", "10.3f", "<10.3f", "^10.2f", "010.2f", "+.2f", " .2f", ",.2f", "_.3f", "n", ".3", "#.0f", "z.1f", "08.3e", "*^12.1f", ".15g", ",", "=+9.1f", ".17g", ".1_f" if False else ".1f"):
    print(repr(spec), [format(v, spec) for v in (0.0, 3.14159, -2.5, 1234567.891, 1e-7, 1e20, 0.5, -0.04)])
for spec in ("f", ".2f", "e", "g", "06.1f", "%", "+", "F", "10"):
    print(repr(spec), [format(v, spec) for v in (float("inf"), float("-inf"), float("nan"))])
for spec in ("d", "x", "s", "q", ".f", "1.2.3"):
    try:
        print(format(1.5, spec))
    except ValueError as e:
        print(repr(spec), e)
