import importlib
import sys

m = importlib.import_module("math")
print(m.sqrt(4), m is sys.modules["math"], importlib.import_module(".abc", "collections").__name__)
for f in (lambda: importlib.import_module("no_such"), lambda: importlib.import_module(".x"), lambda: importlib.reload(5)):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)
