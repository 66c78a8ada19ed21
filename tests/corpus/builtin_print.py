import sys

print()
print("a", 1, None, [2], sep="", end="|\n")
print("x", "y", sep=None, end=None)
print("to stderr", file=sys.stderr)
print(*[], sep="-")
print("no newline", end="")
print(flush=True)


class W:
    def write(self, s):
        sys.stdout.write(f"<{s}>")


print("custom", 5, file=W())
print("x", end="", file=W())
print()
for f in (lambda: print(sep=5), lambda: print(end=1), lambda: print(file=5), lambda: print(nope=1), lambda: print("a", file=sys.stdout, sep=b"")):
    try:
        f()
    except (TypeError, AttributeError) as e:
        print(type(e).__name__, e)
sys.stdout.write("written\n")
print(sys.stdout.write("abc\n"), sys.stdout.isatty(), sys.stdout.encoding, sys.stderr.write("") == 0)
