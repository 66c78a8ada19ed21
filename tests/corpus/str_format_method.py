print("{} {}".format(1, "a"), "{1} {0}".format("x", "y"), "{a} {b}".format(a=1, b=2), "{0[1]} {1[k]} {2.real}".format([1, 2], {"k": "v"}, 5), "{{}} {{{}}}".format(3), "{:>5}|{:<5}|{:^5}".format(1, 2, 3))
print("{:05d} {:+} {: } {:,} {:_} {:x} {:#X} {:b} {:o} {:c}".format(42, 5, 5, 1234567, 1234567, 255, 255, 5, 8, 65))
print("{:.2f} {:e} {:.3g} {:%} {:10.2f}| {:<10.3f}|".format(3.14159, 12345.678, 0.00012345, 0.25, 2.5, 2.5))
print("{!r} {!s} {!a} {:{}} {:{w}.{p}}".format("é", "é", "é", "x", 5, 3.14159, w=8, p=3), "{0}{0}".format("ab"), "{:s}".format("str"), "{a.b[0]}".format(a=type("O", (), {"b": [9]})))
print("{:*^9}".format("mid"), "{:.3}".format("truncate"), "{:5.1}|".format("xyz"), "%{:d}%".format(True), "{x}".format_map({"x": 1}), "{:}".format(None), "{:>{width}}".format("r", width=4))
for text in ("'{}'.format()", "'{0} {}'.format(1, 2)", "'{} {0}'.format(1, 2)", "'{x}'.format()", "'{:d}'.format('a')", "'{:d}'.format(1.5)", "'{:s}'.format(5)", "'{'.format()", "'}'.format()", "'{:z}'.format(5)", "'{!x}'.format(5)", "'{:5}'.format([1])", "'{a'.format(a=1)", "'{:,s}'.format('a')", "'{:.2d}'.format(5)", "'{0.x}'.format(5)", "'{0[0]}'.format(5)", "'{[}'.format([1])", "'{:x}'.format(1.5)", "'{:c}'.format(-1)", "'{:=5}'.format('a')"):
    try:
        print(text, eval(text))
    except Exception as e:
        print(text, "->", type(e).__name__, e)
