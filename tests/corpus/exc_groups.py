eg = ExceptionGroup("group", [ValueError(1), TypeError("t"), ExceptionGroup("inner", [KeyError("k"), ValueError(2)])])
print(eg, repr(eg), eg.message, len(eg.exceptions), isinstance(eg, Exception))
match, rest = eg.split(ValueError)
print(repr(match), "|", repr(rest))
print(repr(eg.subgroup(lambda e: isinstance(e, KeyError))), eg.subgroup(OSError), repr(eg.derive([ValueError(9)])))
try:
    raise eg
except* ValueError as g:
    print("values", [repr(e) for e in g.exceptions])
except* TypeError as g:
    print("types", repr(g))
except* KeyError as g:
    print("keys", repr(g))
try:
    try:
        raise eg
    except* ValueError:
        print("handled values")
except ExceptionGroup as left:
    print("left", repr(left))
try:
    raise ValueError("naked")
except* ValueError as g:
    print(repr(g))
try:
    try:
        raise ExceptionGroup("g", [ValueError(1)])
    except* ValueError:
        raise KeyError("new")
except BaseException as e:
    print(repr(e), repr(e.__context__))
try:
    1
except* ValueError:
    pass
else:
    print("else")
finally:
    print("finally")
for text in ("ExceptionGroup('m', [])", "ExceptionGroup('m', [5])", "ExceptionGroup(5, [ValueError()])", "ExceptionGroup('m', [KeyboardInterrupt()])", "ExceptionGroup('m', ValueError())", "ExceptionGroup('m')"):
    try:
        eval(text)
    except (TypeError, ValueError) as e:
        print(text, "->", type(e).__name__, e)
print(type(BaseExceptionGroup("b", [ValueError()])).__name__, type(BaseExceptionGroup("b", [KeyboardInterrupt()])).__name__)
try:
    try:
        raise ExceptionGroup("g", [ValueError()])
    except* ExceptionGroup:
        pass
except TypeError as e:
    print(e)
