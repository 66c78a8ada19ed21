x = 5
print(f'{x
  + 1}', f"""{
    x  # a comment
}""", rf"\n{x}\{x}")


class Fmt:
    def __format__(self, spec):
        return f"[{spec}]"

    def __str__(self):
        return "a long text"


print(f"{Fmt()} {Fmt():abc} {Fmt():%Y-%m-%d} {Fmt():{x}} {Fmt()!s:.5}")
try:
    f"{undefined}"
except NameError as e:
    print(e)
try:
    f"{x:zz}"
except ValueError as e:
    print(e)
