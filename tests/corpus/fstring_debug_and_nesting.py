x, items, d = 5, [1, 2], {"k": "v"}
print(f"{x=} {x = } {x=!s} {x=:>4} {x+1=} {items[0]=} {d['k']=} {len(items)=}")
print(f"{d["k"]} {f"{x}{f"{x}"}"} {'nested "quotes"'} {x!r:^5}|{x:{x}}|{x:{x}}|{3.14159:{x}.{2}f}")
print(f"{{}} {{{x}}} {x}}}", f"{'\n'.join(['a', 'b'])}", f"{x:>{x}}", f"{(lambda a: a * 2)(x)}", f"{x if x > 3 else 'no'}", f"{ {1: 2}[1] }")
print(f"{[i for i in items]}", f"{*items, 3}", f"{x:05}", f"{x:+}", f"{True}", f"{None}", f"{'str'!r}", f"{'str':>6}", f"{1e10}", f"{x:,}")
print(f"{x!s:>3}", f"{'a':}", f"{x:%}", f"{x}" "plain" f"{x}")
