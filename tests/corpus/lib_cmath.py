import cmath
import math

print(cmath.sqrt(-1), cmath.sqrt(-4 + 0j), cmath.sqrt(3 + 4j), cmath.sqrt(complex(-4.0, -0.0)), cmath.sqrt(1e-310 + 1e-310j))
print(cmath.polar(1j), cmath.polar(-1), cmath.phase(-1 - 0.0j), cmath.phase(3))
print(cmath.rect(2, 0), cmath.rect(0, 5), cmath.rect(1, math.pi / 2).imag)
print(cmath.isclose(cmath.exp(1j * cmath.pi), -1), cmath.isclose(1, 1.1), cmath.isclose(0, 1e-12, abs_tol=1e-9))
print(cmath.isnan(complex("nan")), cmath.isinf(complex("inf")), cmath.isfinite(1j), cmath.isinf(1))
print(cmath.exp(0), cmath.log(1), cmath.cos(0), cmath.sin(0), cmath.tan(0), cmath.cosh(0), cmath.atan(0), cmath.acos(1))
print(cmath.inf, cmath.infj, cmath.nan, cmath.nanj, cmath.tau == 2 * cmath.pi, cmath.e == math.e)
for z in (0.5 + 0.25j, -2 - 3j, 1e10 + 1j):
    for f, g in ((cmath.sin, cmath.asin), (cmath.cosh, cmath.acosh), (cmath.tan, cmath.atan), (cmath.exp, cmath.log)):
        print(cmath.isclose(f(g(z)), z, rel_tol=1e-6), end=" ")
print()
for f, z in ((cmath.log, 0), (cmath.atanh, 1), (cmath.exp, 1000), (cmath.sqrt, "1"), (cmath.cosh, complex(0, math.inf))):
    try:
        print(f(z))
    except (ValueError, OverflowError, TypeError) as e:
        print(type(e).__name__, e)
print(complex(complex(0.0, -0.0)), complex(-0.0, -0.0))
view = memoryview(bytearray(b"abc"))
fixed = view.toreadonly()
print(view.readonly, fixed.readonly, fixed[1:].readonly, bytes(fixed), fixed == view)
try:
    fixed[0] = 1
except TypeError as e:
    print(e)
view[0] = 120
print(bytes(fixed))
