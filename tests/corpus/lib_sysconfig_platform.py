import collections
import inspect
import platform
import sysconfig

print(sysconfig.get_python_version(), sysconfig.get_config_var("py_version"), sysconfig.is_python_build())
print(platform.python_implementation(), platform.python_version(), platform.python_version_tuple())


def here():
    info = inspect.getframeinfo(inspect.currentframe())
    return info.function, info.lineno, info.code_context, info.index


print(here())
try:
    collections.Counter("ab") ^ collections.Counter("b")
except TypeError as e:
    print(e)
