assert True
assert 1 == 1, "never"
try:
    assert 1 == 2
except AssertionError as e:
    print(repr(e))
try:
    assert [] , "empty " + "list"
except AssertionError as e:
    print(repr(e), e)
