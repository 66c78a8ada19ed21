import re
print(re.findall(r"\w+", "Hello, wörld_1 foo-bar"), re.findall(r"(\w)(\d)", "a1 b2 c"), re.findall(r"a|(b)", "ab"), re.findall("", "abc"), re.findall("x*", "axbxx"))
m = re.match(r"(?P<y>\d{4})-(?P<m>\d\d)", "2024-05-06 rest")
print(m, m.group(), m.group(1, 2), m["y"], m.groups(), m.groupdict(), m.span(), m.start(2), m.end("m"), m.lastindex, m.lastgroup, m.re, m.string, m.pos, m.endpos, m.regs, m.expand(r"\2/\g<y>"), bool(m))
print(re.search("o", "foo"), re.match("o", "foo"), re.fullmatch("fo+", "foo"), re.fullmatch("fo", "foo"), re.search("$", "ab\n"), re.search("b$", "ab\n"))
print(re.sub(r"(\w+) (\w+)", r"\2 \1", "hello world"), re.sub("a", lambda m: m.group().upper(), "banana"), re.subn("a", "x", "banana", count=2), re.sub("x*", "-", "abxd"), re.sub(r"\s+", " ", "a  b \n c"), re.sub("(a)|b", r"[\1]", "ab"), re.sub(".", r"\n", "ab"), re.sub("b", "\\\\", "abc"))
print(re.split(r"[,;]\s*", "a, b;c"), re.split(r"(-)", "a-b-c"), re.split(r"\d", "a1b2c", maxsplit=1), re.split("x*", "axbc"), re.split(r"\W+", "Words, words."), re.split(r"\b", "hi there"))
print([m.span() for m in re.finditer(r"\d+", "a12b3")], re.escape("a.b*c [x] ü-#"), re.escape(b"a.b"))
p = re.compile(r"a(b)?c", re.I | re.M)
print(p, p.pattern, p.flags, p.groups, p.groupindex, p.match("AC"), p.match("aBc").groups(), p.search("xxabc", 2), p.match("abc", 1), re.compile("a") == re.compile("a"), re.compile("x"), re.compile(b"x", re.S), re.compile("a", re.A))
print(re.I, repr(re.I), re.I | re.M, repr(re.I | re.X), re.IGNORECASE == 2, re.RegexFlag.I, repr(re.NOFLAG))
print(re.findall("(?i)hello", "Hello HELLO"), re.findall("(?m)^a", "a\nab\nb"), re.findall("(?s)a.b", "a\nb"), re.findall(r"(?x) a  b # c", "ab"), re.findall("(?i:A)b", "ab aB"), re.findall("[a-c]+", "abcd cab"), re.findall("[^a-c]+", "abcdef"), re.findall(r"[\w.]+@[\w.]+\.\w+", "me@x.org, you@y.co.uk"), re.findall(r"[]a]", "a]b"), re.findall(r"[\]\-a]", "]-b"), re.findall("[a-]", "a-b"))
print(re.findall(r"<.*?>", "<a><b>"), re.findall(r"<.*>", "<a><b>"), re.findall(r"a{2,3}", "aaaaaa a"), re.findall(r"a{2}?", "aaaa"), re.findall("a{,2}", "aaa"), re.findall("a{x", "a{x"), re.findall(r"(ab)+", "ababab ab"), re.findall(r"(?:ab)+", "ababab ab"), re.match(r"(a*)*", "aaa"), re.match(r"(a|b)*?c", "abac").groups(), re.match("(a+)+$", "aaaa"), re.findall("a++b", "aab"), re.match("a++a", "aaa"), re.match("(?>a+)a", "aaa"))
print(re.findall(r"\b\w", "the quick fox"), re.findall(r"\B\w", "ab cd"), re.findall(r"(?<=a)b", "ab cb"), re.findall(r"(?<!a)b", "ab cb"), re.findall(r"a(?=b)", "ab ac"), re.findall(r"a(?!b)", "ab ac"), re.findall(r"(\w)\1", "aabbcd"), re.findall(r"(?P<q>['\"]).*?(?P=q)", "'a' \"b\""), re.match(r"(a)?b(?(1)c|d)", "bd"), re.match(r"(a)?b(?(1)c|d)", "abc"), re.match(r"(a)?b(?(1)c|d)", "abd"), re.findall(r"\Aa|b\Z", "aab"), re.findall(r"\x41\u0042\t?\.", "AB."), re.findall(r"(?#c)a", "a"))
print(re.findall(r"\d", "1٣"), re.findall(r"(?a)\d", "1٣"), re.findall(r"\d", "1٣", re.ASCII), re.findall(rb"\w+", b"ab \xff"), re.match(b"a(.)", b"ab").group(1), re.sub(b"a", b"x", b"aa"), re.findall(r"ß", "ß", re.I), re.findall("É", "é", re.I), re.findall("[à-ý]", "É", re.I))
for bad in ("[a", "(a", "a)", "*a", "a**", "a{2}{3}", "\\", "(?P<1>a)", "(?P<a>x)(?P<a>y)", "\\1", "(?P=n)", "[z-a]", "a{3,2}", "\\q", "(?<=a*)b", "(?z)", "(?P<n", "(?P<>a)", "(?", "a(?i)b", "\\xg", "[\\q]", "(?(2)a)", "(a)\\2", "(?P!", "+", "(?:", "^*", "(?i", "\\8", "[a-\\d]", "a|*", "(*)", "x{1,2}{3}", "(\\1)"):
    try: print(bad, re.compile(bad))
    except re.error as e: print(repr(bad), type(e).__name__, e, e.pos, e.lineno, e.colno, e.msg)
    except Exception as e: print(repr(bad), type(e), e)
for f in (lambda: re.match("a", b"a"), lambda: re.match(b"a", "a"), lambda: re.match("a", 5), lambda: re.match(5, "a"), lambda: re.sub("a", 5, "a"), lambda: re.sub("a", r"\1", "a"), lambda: re.sub("a", r"\g<x>", "a"), lambda: re.sub("a", r"\q", "a"), lambda: re.compile(re.compile("a"), re.I), lambda: m.group(5), lambda: m["z"], lambda: re.Pattern(), lambda: re.compile("a", 4), lambda: re.sub("(a)", r"\g<1", "a"), lambda: re.match("a", None), lambda: re.findall("a"), lambda: m.foo):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
print(re.match("a.c", "a\nc"), re.match("(?s:a.)c", "a\nc"), re.match("a" * 50, "a" * 50).end(), len(re.findall("(ab)*", "ab" * 2000)), re.match("(?:a|b)*", "ab" * 2000).end(), re.compile("(a)(b(c))").match("abc").lastindex, re.match("((a)b)", "ab").lastindex, re.match("(a)(b)?", "a").lastindex, re.match("(?P<o>a(?P<i>b))", "ab").lastgroup)
print(re.findall(r"^\s*(\w+)\s*=\s*(.*)$", "a = 1\n b=2 ", re.M), re.sub(r"(?P<a>\d)", r"<\g<a>>", "1b2"), re.sub(r"\d", lambda m: str(int(m[0]) * 2), "a1b5"), re.sub("a", "b", "aaa", count=1), re.split("(a)|b", "1a2b3"))
match re.match(r"(\d+)", "12"):
    case re.Match() as found: print(found[1])
print(isinstance(m, re.Match), isinstance(p, re.Pattern), type(m), type(p), re.Match.__name__, re.error is re.PatternError, issubclass(re.error, Exception))
for pattern in (r"(?<=(a)\1)b", r"(?<=a|bc)d", r"(?<=(?<!x)ab)c"):
    try: print(re.findall(pattern, "abc aab d"))
    except re.error as e: print(e)
words = {}
for word in re.findall(r"[a-z']+", "The cat's hat; the CAT sat".lower()):
    words[word] = words.get(word, 0) + 1
print(words)
log = "12:01 ERROR disk full\n12:02 INFO ok\n12:03 ERROR no net"
print([m.groupdict() for m in re.finditer(r"^(?P<at>\d\d:\d\d) (?P<level>[A-Z]+) (?P<text>.*)$", log, re.MULTILINE) if m["level"] == "ERROR"])
print(re.findall(r"(?<=\b)a+", "a ba"), [m.span() for m in re.finditer(r"(?<=\B)", "ab c")])
