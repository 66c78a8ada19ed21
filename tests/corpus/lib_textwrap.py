import textwrap

text = "The quick brown fox jumps over the lazy dog. It was well-known, self-made -- and (as they say) e-mail addicted."
for width in (10, 20, 33):
    print(textwrap.wrap(text, width))
print(textwrap.fill(text, 40, initial_indent="* ", subsequent_indent="  "))
print(textwrap.shorten("Hello  world of Python", width=12), textwrap.shorten("Hello world", width=5, placeholder="."), textwrap.shorten(text, 30))
print(repr(textwrap.dedent("""
    one
      two

    three
    """)), repr(textwrap.dedent("\tx\n\t  y")), repr(textwrap.dedent("  a\n b")))
print(repr(textwrap.indent("a\n\nb\n", "> ")), repr(textwrap.indent("a\n\nb", "+", lambda line: True)))
print(textwrap.wrap("averyveryverylongword and more", 8), textwrap.wrap("averyveryverylongword and", 8, break_long_words=False))
print(textwrap.wrap("a\tb   c", 20), textwrap.wrap("  lead", 20), textwrap.wrap("", 5), textwrap.wrap("x. y", 20, fix_sentence_endings=True), textwrap.wrap("wow. Yes", 20, fix_sentence_endings=True))
print(textwrap.wrap("one two three four five", 9, max_lines=2), textwrap.wrap("co-op up-to-date x-ray 10-20 a-b", 5, break_on_hyphens=True), textwrap.wrap("a--b c---d --opt=v", 4))
for bad in ("textwrap.wrap('a', 0)", "textwrap.shorten('abcdef', 3)", "textwrap.dedent(5)"):
    try:
        eval(bad)
    except Exception as e:
        print(bad, "->", type(e).__name__, e)
