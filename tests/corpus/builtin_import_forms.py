import math
import math as m
from math import sqrt as root, pi
import sys, time
from collections import *
import collections.abc

print(m is math, root(16), pi, "math" in sys.modules, __import__("math") is math, OrderedDict.__name__, collections.abc.Sized.__name__, math.__name__, __name__)


def f():
    import itertools
    return itertools.count.__name__


print(f())
try:
    from math import nope
except ImportError as e:
    print(type(e).__name__, e.name)
try:
    import nope.sub
except ModuleNotFoundError as e:
    print(e, e.name)
try:
    from . import x
except ImportError as e:
    print(e)
