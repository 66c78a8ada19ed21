print("a b  c".split(), "a b  c".split(" "), " a b ".split(), "a,b,c".split(",", 1), "a,b,c".rsplit(",", 1), "".split(), "".split(","), "abc".split("b"), "a  b c".split(None, 1), "  a  b c".rsplit(None, 1), "aXXbXXc".split("XX"), "a b c".split(maxsplit=1), "a,b".split(sep=","))
print("l1\nl2\r\nl3\rl4\x0bl5\x1cl6\u2028l7".splitlines(), "a\n\nb\n".splitlines(), "a\nb".splitlines(keepends=True), "".splitlines(), "\n".splitlines())
print(",".join(["a", "b"]), "".join("abc"), "-".join([]), ", ".join({"k": 1}), "x".join(["one"]), " ".join(str(i) for i in range(3)))
print("  pad ".strip(), "xxhixx".strip("x"), "abcba".strip("ab"), "  l ".lstrip() + "|", "  r ".rstrip() + "|", "\t\n x \u3000".strip(), "hello".strip("ho"), "mississippi".rstrip("ip"), "xyz".strip(""))
for text in ("'a'.split('')", "'a'.split(5)", "'a'.join(['a', 5, 'b'])", "'a'.strip(5)", "'a'.splitlines('x', 1)"):
    try:
        print(text, eval(text))
    except Exception as e:
        print(text, "->", type(e).__name__, e)
