def work(n):
    raise ValueError(f"bad {n}")


errors = []
for n in range(2):
    try:
        work(n)
    except ValueError as e:
        errors.append(e)
errors.append(ExceptionGroup("nested", [KeyError("k"), TypeError("t")]))
raise ExceptionGroup("several errors", errors)
