for spec in ("", "d", "5", "<5", ">5", "^5", "05", "+", " ", "-", "+05", "x", "X", "#x", "#X", "o", "#o", "b", "#b", "08b", "#010x", ",", "_", "_b", "_x", "n", "c", "e", ".2e", "f", ".1f", "g", "%", "*>6", "0>6", "=+6", "x=8", "z<4", ",.2f", "010,", "+,d", "#_x"):
    out = []
    for value in (0, 42, -42, 1234567):
        try:
            out.append(format(value, spec))
        except Exception as e:
            out.append(f"{type(e).__name__}: {e}")
    print(repr(spec), out)
