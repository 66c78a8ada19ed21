import operator as op

print(op.add(1, 2), op.sub(5, 3), op.mul(2, 3), op.truediv(1, 2), op.floordiv(7, 2), op.mod(7, 3), op.pow(2, 5), op.neg(3))
print(op.eq(1, 1), op.lt(1, 2), op.not_(0), op.truth([]), op.is_(None, None), op.contains([1], 1), op.and_(6, 3), op.xor(6, 3))
print(op.itemgetter(1)([5, 6]), op.itemgetter(0, 2)("abc"), op.attrgetter("real")(5), op.methodcaller("replace", "a", "b")("banana"))
print(op.itemgetter("k")({"k": 1}), op.itemgetter(slice(1, 3))([1, 2, 3, 4]), op.attrgetter("__class__.__name__", "imag")(5))
print(sorted([("b", 1), ("a", 2)], key=op.itemgetter(1)), op.index(True), op.concat([1], [2]), op.countOf([1, 1, 2], 1), op.indexOf("abc", "c"))
x = [1]
print(op.iadd(x, [2]) is x, x, op.getitem(x, 0), op.length_hint(iter([1, 2])), op.call(max, 1, 2))
op.setitem(x, 0, "s")
op.delitem(x, 1)
print(x, repr(op.itemgetter(1, 2)), repr(op.attrgetter("a.b")), repr(op.methodcaller("m", 1, k=2)))
for text in ("op.attrgetter(1)", "op.itemgetter()", "op.indexOf([1], 2)", "op.index(1.5)", "op.itemgetter(9)([1])", "op.add(1, 'a')"):
    try:
        eval(text)
    except Exception as e:
        print(text, "->", type(e).__name__, e)
print(op.is_none(None), op.is_not_none(1), op.__add__ is op.add)
