import sys

print("leaving")
try:
    sys.exit("with a message")
finally:
    print("cleanup")
