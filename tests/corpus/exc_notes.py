e = ValueError("broken")
e.add_note("first note")
e.add_note("second\nwith two lines")
print(e.__notes__, e)
try:
    e.add_note(5)
except TypeError as err:
    print(err)
try:
    try:
        int("x")
    except ValueError as err:
        err.add_note("while reading the number")
        raise
except ValueError as err:
    print(err.__notes__)
raise e
