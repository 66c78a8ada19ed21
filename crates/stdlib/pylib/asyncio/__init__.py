"""The asyncio package: coroutines, tasks, locks and queues. There are no sockets, no processes and no signals here."""

from .base_events import *
from .coroutines import *
from .events import *
from .exceptions import *
from .futures import *
from .locks import *
from .queues import *
from .runners import *
from .taskgroups import *
from .tasks import *
from .threads import *
from .timeouts import *
from .base_events import _UnixSelectorEventLoop as SelectorEventLoop

EventLoop = SelectorEventLoop

__all__ = (base_events.__all__ + coroutines.__all__ + events.__all__ + exceptions.__all__ + futures.__all__ +
           locks.__all__ + queues.__all__ + runners.__all__ + taskgroups.__all__ + tasks.__all__ + threads.__all__ +
           timeouts.__all__ + ("SelectorEventLoop", "EventLoop"))

_NOT_HERE = {
    "sockets": "open_connection start_server open_unix_connection start_unix_server StreamReader StreamWriter "
               "StreamReaderProtocol Server BaseTransport Transport ReadTransport WriteTransport DatagramTransport "
               "BaseProtocol Protocol BufferedProtocol DatagramProtocol",
    "processes": "create_subprocess_exec create_subprocess_shell subprocess SubprocessProtocol SubprocessTransport",
}


def __getattr__(name):
    for what, names in _NOT_HERE.items():
        if name in names.split():
            raise AttributeError(f"asyncio.{name} is not in Gilscope: there are no {what} here")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
