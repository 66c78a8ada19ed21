print("ab".center(7), "ab".center(7, "*") + "|", "abc".center(6, "-"), "ab".center(5, "-"), "ab".ljust(5, ".") + "|", "ab".rjust(5, "."), "abc".center(2), "x".zfill(3), "-5".zfill(5), "+5".zfill(5), "--5".zfill(6), "".zfill(2))
print("a\tb\tc".expandtabs(), "a\tb".expandtabs(4), "ab\tc\n\td".expandtabs(3), "\t".expandtabs(0) + "|", "é\tx".expandtabs(4))
for text in ("'a'.center(5, 'xy')", "'a'.ljust('5')", "'a'.zfill(1.5)", "'a'.rjust(5, '')"):
    try:
        print(text, eval(text))
    except Exception as e:
        print(text, "->", type(e).__name__, e)
