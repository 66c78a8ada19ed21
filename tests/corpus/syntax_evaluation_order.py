def t(x):
    print(x, end=" ")
    return x


d = {}
d[t("key")] = t("value")
print(d)
t(1) + t(2) * t(3)
print()
[t(4), t(5)][t(0)]
print()
f = lambda *a, **k: None
f(t("pos"), *[t("star")], k=t("kw"), **{"z": t("dstar")})
print()
{t("k1"): t("v1"), t("k2"): t("v2")}
print()
a = b = t("once")
x = {}
x[t("i")], x[t("j")] = t("v"), t("w")
print(x)
i = [0, 0]
i[t(0)] += t(5)
print(i)
