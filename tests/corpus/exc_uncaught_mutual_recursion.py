def ping(n):
    return pong(n + 1)


def pong(n):
    return ping(n + 1)


try:
    ping(0)
except RecursionError as e:
    print(type(e).__name__, e)
import sys

print(sys.getrecursionlimit())
sys.setrecursionlimit(60)


def depth(n):
    try:
        return depth(n + 1)
    except RecursionError:
        return n


print(40 < depth(0) < 60)
try:
    sys.setrecursionlimit(-1)
except ValueError as e:
    print(e)
