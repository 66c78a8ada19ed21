import sys

try:
    sys.exit(3)
except SystemExit as e:
    print("caught", e.code)
try:
    raise SystemExit
except SystemExit as e:
    print(e.code)
print("now for real")
raise SystemExit(7)
