for s in ("Hello World", "hELLO", "ß straße", "ǆ", "İstanbul", "ὈΔΥΣΣΕΎΣ", "they're bill's", "x1y2 3z", ""):
    print(repr(s), s.upper(), s.lower(), s.title(), s.capitalize(), s.swapcase(), s.casefold())
for s in ("abc", "ABC", "Abc Def", "123", "1.5", "½", "²", "٣", "a1", "_x1", "1x", " \t\n", "", "é", "ABC1", "a b", "for", "\n", "日本"):
    print(repr(s), s.isalpha(), s.isalnum(), s.isdigit(), s.isdecimal(), s.isnumeric(), s.isspace(), s.isupper(), s.islower(), s.istitle(), s.isidentifier(), s.isprintable(), s.isascii())
