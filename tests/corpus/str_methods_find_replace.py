s = "the cat sat on the mat"
print(s.find("at"), s.find("at", 6), s.find("at", 6, 8), s.rfind("at"), s.find(""), s.rfind(""), s.find("", 99), s.index("cat"), s.rindex("the"), s.count("at"), s.count(""), s.count("the", 1), "aaaa".count("aa"))
print(s.replace("at", "AT"), s.replace("at", "AT", 2), s.replace("", "-", 3), "abc".replace("", "."), s.replace("zz", "y"), "aaa".replace("a", "bb", 2), "x".replace("x", ""), s.replace("the", "a", count=1))
print(s.startswith("the"), s.startswith(("a", "t")), s.startswith("cat", 4), s.endswith("mat"), s.endswith("sat", 0, 11), s.startswith(""), s.endswith(("x", "")), "cat" in s, "" in "", "dog" not in s)
print("abcabc".translate({97: "X", 98: None, ord("c"): "yy"}), "hello".translate(str.maketrans("lo", "01")), "hello".translate(str.maketrans("el", "ip", "h")), str.maketrans({"a": 1, 98: "z"}))
print("prefix-body".removeprefix("prefix-"), "body.txt".removesuffix(".txt"), "x".removeprefix("xy"), "aXbXc".partition("X"), "aXbXc".rpartition("X"), "abc".partition("Z"), "abc".rpartition("Z"))
for text in ("s.index('dog')", "s.rindex('dog')", "s.find(5)", "s.replace('a')", "s.count()", "s.startswith(5)", "'a'.partition('')", "''.join([1])", "'a'.join(5)", "'x'.translate(5)", "s.endswith(['a'])", "5 in 'abc'", "str.maketrans('ab', 'c')"):
    try:
        print(text, eval(text))
    except Exception as e:
        print(text, "->", type(e).__name__, e)
