"""What the program runs on: a Python that is told apart, on a machine that is the same everywhere."""

import collections
import sys

uname_result = collections.namedtuple("uname_result", "system node release version machine", module="platform")


def python_version():
    """Returns the Python version as string 'major.minor.patchlevel'."""
    return "%d.%d.%d" % sys.version_info[:3]


def python_version_tuple():
    """Returns the Python version as tuple (major, minor, patchlevel) of strings."""
    return tuple(python_version().split("."))


def python_implementation():
    """Returns a string identifying the Python implementation: whose behaviour is shown."""
    return "CPython"


def python_branch():
    return ""


def python_revision():
    return ""


def python_build():
    """Returns a tuple (buildno, builddate)."""
    inside = sys.version.partition("(")[2].partition(")")[0]
    name, *date = (part.strip() for part in inside.split(","))
    return name, " ".join(date)


def python_compiler():
    """Returns a string identifying the compiler used for compiling Python."""
    return sys.version.partition("[")[2].rstrip("]")


def uname():
    """Returns what the machine is called: the same everywhere."""
    return uname_result("Linux", "gilscope", "", "", "x86_64")


def system():
    return uname().system


def node():
    return uname().node


def release():
    return uname().release


def version():
    return uname().version


def machine():
    return uname().machine


def processor():
    return ""


def architecture(executable="", bits="", linkage=""):
    """How many bits a pointer has, and how programs are linked."""
    return bits or "64bit", linkage or "ELF"


def platform(aliased=False, terse=False):
    """Returns a single string identifying the underlying platform."""
    return f"{system()}-{machine()}"
