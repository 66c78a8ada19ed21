def t(x):
    print("t", x)
    return x


print(t(0) or t("") or t("last"))
print(t(1) and t([]) and t("never"))
print(not 0, not "x", not [] and 1)
print(0 or None, 1 and 2, [] or {} or ())
print(t(1) if t(0) else t(2))
x = 5
print("big" if x > 10 else "medium" if x > 3 else "small")
