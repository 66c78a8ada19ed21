import os, os.path
from os import path
print(os.path.join("a", "b", "/c", "d"), os.path.split("/a/b"), os.path.splitext("x.tar.gz"), os.path.splitext(".bashrc"), os.path.basename("/a/b/"), os.path.dirname("/a/b"), os.path.normpath("/a/../b/./c//d"), os.path.normpath(""), os.path.isabs("x"), os.path.join("a", ""), os.path.join("", "b"))
print(os.sep, os.linesep == "\n", os.name, os.path is path, os.curdir, os.pathsep, os.extsep, os.altsep, os.devnull)
print(os.path.commonprefix(["abc", "abd"]), os.path.commonpath(["/a/b/c", "/a/b/d"]), os.path.relpath("/a/b", "/a/c"))
print(os.getenv("NOPE"), os.getenv("NOPE", 3), "NOPE" in os.environ, os.environ.get("NOPE", "d"))
os.environ["X"] = "1"; print(os.environ["X"], os.getenv("X"))
for bad in (lambda: os.environ.__setitem__("a", 1), lambda: os.path.join("a", 1), lambda: os.path.join(1), lambda: os.fspath(3), lambda: os.path.join("a", b"b"), lambda: os.nosuch, lambda: os.path.basename(None), lambda: os.environ["nope"]):
    try: print(bad())
    except Exception as e: print(type(e).__name__, e)
with open("zz.txt", "w") as f: f.write("hi")
print(os.path.exists("zz.txt"), os.path.isfile("zz.txt"), os.path.isdir("zz.txt"), os.path.getsize("zz.txt"), "zz.txt" in os.listdir())
os.rename("zz.txt", "yy.txt"); print(os.path.exists("zz.txt"), os.path.exists("yy.txt")); os.remove("yy.txt"); print(os.path.exists("yy.txt"))
print(isinstance(os.cpu_count(), int), len(os.urandom(5)), os.strerror(0), os.error is OSError)
class P:
    def __fspath__(self): return "/x/y"
print(os.fspath(P()), os.path.join(P(), "z"), isinstance(P(), os.PathLike), issubclass(int, os.PathLike), os.fsencode("ä"))
def named(call, *args):
    try:
        return call(*args)
    except OSError as e:  # the numbers are the system's
        return type(e).__name__, e.filename, e.filename2
print(named(os.listdir, "/nope"), named(os.remove, "nope.txt"), named(os.mkdir, "/nope/x"), named(os.path.getsize, "nope"), named(os.rename, "n1", "n2"), named(os.rmdir, "nope"))
os.makedirs("d1/d2/d3"); os.makedirs("d1/d2", exist_ok=True); print(os.listdir("d1"), os.path.isdir("d1/d2/d3"))
open("d1/f.txt", "w").close()
print([(a, sorted(b), c) for a, b, c in os.walk("d1")], named(os.rmdir, "d1"), named(os.mkdir, "d1"), named(os.rmdir, "d1/d2/d3"), os.listdir("d1/d2"))
