name, n, pi = "Ann", 42, 3.14159
print(f"{name} is {n} years")
print(f"{pi:.2f} {n:05d} {n:>6}|{n:<6}|{n:^6}|")
print(f"{name!r} {name!s} {name!a} {'é'!a}")
print(f"{n=} {pi=:.1f} {name = } {n + 1=}")
print(f"{{literal}} {n}")
print(f"{'nested ' + f'{n}'}")
print(f"{n:{'>'}{10}}|{pi:{8}.{3}}|")
print(f"{[x for x in range(3)]} { {'a': 1}['a'] if n else n}")
print(f"{'a' if n > 3 else 'b'} {n:#x} {n:#b} {n:,} {1234567.891:,.1f}")
print(f"""multi
{n
 + 1} line""")
print(f"{name:*^11}" f" joined {name[0]}" "!")
