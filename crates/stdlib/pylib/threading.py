"""Thread objects and the synchronisation tools built on locks.

What is native, and assumed here of `_thread`:

* `start_joinable_thread(function, handle=None, daemon=True, *, thread=None)`: one operation that creates the VM thread, gives
  `handle` its ident, ties `thread` to it and enters it in the registry. When `function()` has returned, one operation takes it
  out, marks the handle done and wakes whoever joins.
* `_ThreadHandle()` with `ident`, `is_done()`, `join(timeout=None)`; `_make_thread_handle(ident)`;
  `_get_main_thread_ident()`, `get_ident()`, `get_native_id()`, `stack_size()`.
* `_register(thread)` ties a Thread object to the calling VM thread; `_current()` gives the calling VM thread's object or None;
  `_enumerate()` lists the registered objects in the order of their start; `_count_alive()` counts them.
* `allocate_lock`, `LockType`, `RLock`, `_local`, `TIMEOUT_MAX`, `error`, `_shutdown()` (waits for the threads that are not daemons).

When the main program has ended the interpreter calls `threading._shutdown()` if this module was imported.
"""

import sys as _sys
import _thread
from _contextvars import Context as _Context, copy_context as _copy_context
from itertools import count as _count
from time import monotonic as _time

__all__ = [
    "get_ident", "active_count", "Condition", "current_thread", "enumerate", "main_thread", "TIMEOUT_MAX", "Event",
    "Lock", "RLock", "Semaphore", "BoundedSemaphore", "Thread", "Barrier", "BrokenBarrierError", "Timer", "ThreadError",
    "setprofile", "settrace", "local", "stack_size", "excepthook", "ExceptHookArgs", "getprofile", "gettrace",
    "setprofile_all_threads", "settrace_all_threads", "get_native_id",
]

Lock = _thread.LockType
RLock = _thread.RLock
local = _thread._local
get_ident = _thread.get_ident
get_native_id = _thread.get_native_id
stack_size = _thread.stack_size
ThreadError = _thread.error
TIMEOUT_MAX = _thread.TIMEOUT_MAX

_new_lock = _thread.allocate_lock
_next_number = _count(1).__next__
_trace_hook = None
_profile_hook = None
_exit_calls = []
_exiting = False


# Tracing exists in name only: the functions are kept so that programs which set and read them work.

def setprofile(func):
    """Set a profile function for all threads started from now on."""
    if func is not None:
        raise NotImplementedError("threading.setprofile() is not supported in Gilscope")
    global _profile_hook
    _profile_hook = func


def getprofile():
    """Get the profile function as set by setprofile()."""
    return _profile_hook


def settrace(func):
    """Set a trace function for all threads started from now on."""
    if func is not None:
        raise NotImplementedError("threading.settrace() is not supported in Gilscope")
    global _trace_hook
    _trace_hook = func


def gettrace():
    """Get the trace function as set by settrace()."""
    return _trace_hook


def setprofile_all_threads(func):
    """Set a profile function for all threads."""
    setprofile(func)


def settrace_all_threads(func):
    """Set a trace function for all threads."""
    settrace(func)


class Condition:
    """A variable that threads wait for and that another thread signals, always under its lock."""

    def __init__(self, lock=None):
        if lock is None:
            lock = RLock()
        self._lock = lock
        self.acquire = lock.acquire
        self.release = lock.release
        # A recursive lock says who owns it, and can be let go of and taken back at whatever depth it is held.
        for name in ("_release_save", "_acquire_restore", "_is_owned"):
            if hasattr(lock, name):
                setattr(self, name, getattr(lock, name))
        # One locked lock per waiting thread, the longest waiting first: releasing it wakes that thread.
        self._waiters = []

    def __enter__(self):
        return self._lock.__enter__()

    def __exit__(self, *args):
        return self._lock.__exit__(*args)

    def __repr__(self):
        return f"<Condition({self._lock}, {len(self._waiters)})>"

    def _release_save(self):
        self._lock.release()

    def _acquire_restore(self, state):
        self._lock.acquire()

    def _is_owned(self):
        if self._lock.acquire(False):
            self._lock.release()
            return False
        return True

    def locked(self):
        """Says whether the lock is held."""
        return self._lock.locked()

    def wait(self, timeout=None):
        """Release the lock, wait to be notified or for `timeout` seconds, take the lock again; False if time ran out."""
        if not self._is_owned():
            raise RuntimeError("cannot wait on un-acquired lock")
        waiter = _new_lock()
        waiter.acquire()
        self._waiters.append(waiter)
        state = self._release_save()
        notified = False
        try:
            if timeout is None:
                waiter.acquire()
                notified = True
            elif timeout > 0:
                notified = waiter.acquire(True, timeout)
            else:
                notified = waiter.acquire(False)
            return notified
        finally:
            self._acquire_restore(state)
            if not notified and waiter in self._waiters:
                self._waiters.remove(waiter)

    def wait_for(self, predicate, timeout=None):
        """Wait until `predicate()` is true or `timeout` seconds have passed; gives the predicate's last result."""
        deadline = None
        remaining = timeout
        result = predicate()
        while not result:
            if timeout is not None:
                if deadline is None:
                    deadline = _time() + timeout
                else:
                    remaining = deadline - _time()
                    if remaining <= 0:
                        break
            self.wait(remaining)
            result = predicate()
        return result

    def notify(self, n=1):
        """Wake up to `n` of the threads that wait."""
        if not self._is_owned():
            raise RuntimeError("cannot notify on un-acquired lock")
        waiters = self._waiters
        while waiters and n > 0:
            waiter = waiters.pop(0)
            try:
                waiter.release()
            except RuntimeError:
                # Its thread gave up waiting in this very moment: it does not count.
                continue
            n -= 1

    def notify_all(self):
        """Wake all threads that wait."""
        self.notify(len(self._waiters))

    def notifyAll(self):
        """Old name of notify_all()."""
        import warnings
        warnings.warn("notifyAll() is deprecated, use notify_all() instead", DeprecationWarning, stacklevel=2)
        self.notify_all()


class Semaphore:
    """A counter that threads take from, waiting while it is zero."""

    def __init__(self, value=1):
        if value < 0:
            raise ValueError("semaphore initial value must be >= 0")
        self._cond = Condition(Lock())
        self._value = value

    def __repr__(self):
        kind = type(self)
        return f"<{kind.__module__}.{kind.__qualname__} at {id(self):#x}: value={self._value}>"

    def acquire(self, blocking=True, timeout=None):
        """Take one, waiting for it if `blocking`; gives whether one was taken."""
        if not blocking and timeout is not None:
            raise ValueError("can't specify timeout for non-blocking acquire")
        deadline = None
        with self._cond:
            while self._value == 0:
                if not blocking:
                    return False
                if timeout is not None:
                    if deadline is None:
                        deadline = _time() + timeout
                    else:
                        timeout = deadline - _time()
                        if timeout <= 0:
                            return False
                self._cond.wait(timeout)
            self._value -= 1
        return True

    __enter__ = acquire

    def release(self, n=1):
        """Give `n` back, waking as many threads."""
        if n < 1:
            raise ValueError("n must be one or more")
        with self._cond:
            self._value += n
            self._cond.notify(n)

    def __exit__(self, t, v, tb):
        self.release()


class BoundedSemaphore(Semaphore):
    """A semaphore that refuses to be released more often than it was acquired."""

    def __init__(self, value=1):
        super().__init__(value)
        self._initial_value = value

    def __repr__(self):
        kind = type(self)
        return f"<{kind.__module__}.{kind.__qualname__} at {id(self):#x}: value={self._value}/{self._initial_value}>"

    def release(self, n=1):
        """Give `n` back, waking as many threads; ValueError if that is more than were taken."""
        if n < 1:
            raise ValueError("n must be one or more")
        with self._cond:
            if self._value + n > self._initial_value:
                raise ValueError("Semaphore released too many times")
            self._value += n
            self._cond.notify(n)


class Event:
    """A flag that threads can wait for."""

    def __init__(self):
        self._cond = Condition(Lock())
        self._flag = False

    def __repr__(self):
        kind = type(self)
        status = "set" if self._flag else "unset"
        return f"<{kind.__module__}.{kind.__qualname__} at {id(self):#x}: {status}>"

    def is_set(self):
        """Says whether the flag is set."""
        return self._flag

    def isSet(self):
        """Old name of is_set()."""
        import warnings
        warnings.warn("isSet() is deprecated, use is_set() instead", DeprecationWarning, stacklevel=2)
        return self.is_set()

    def set(self):
        """Set the flag and wake all who wait for it."""
        with self._cond:
            self._flag = True
            self._cond.notify_all()

    def clear(self):
        """Unset the flag."""
        with self._cond:
            self._flag = False

    def wait(self, timeout=None):
        """Wait until the flag is set or `timeout` seconds have passed; gives the flag."""
        with self._cond:
            signaled = self._flag
            if not signaled:
                signaled = self._cond.wait(timeout)
            return signaled


class BrokenBarrierError(RuntimeError):
    """The barrier was broken, or reset, while threads waited at it."""


# What a barrier is doing.
_FILLING, _DRAINING, _RESETTING, _BROKEN = 0, 1, -1, -2


class Barrier:
    """A place where a fixed number of threads wait for each other."""

    def __init__(self, parties, action=None, timeout=None):
        if parties < 1:
            raise ValueError("parties must be >= 1")
        self._cond = Condition(Lock())
        self._action = action
        self._timeout = timeout
        self._parties = parties
        self._state = _FILLING
        self._count = 0

    def __repr__(self):
        kind = type(self)
        what = "broken" if self.broken else f"waiters={self.n_waiting}/{self.parties}"
        return f"<{kind.__module__}.{kind.__qualname__} at {id(self):#x}: {what}>"

    def wait(self, timeout=None):
        """Wait for the others; the threads get the numbers 0 to parties-1 back, each a different one."""
        if timeout is None:
            timeout = self._timeout
        with self._cond:
            self._enter() # Block while the barrier drains.
            index = self._count
            self._count += 1
            try:
                if index + 1 == self._parties:
                    self._release()
                else:
                    self._wait(timeout)
                return index
            finally:
                self._count -= 1
                self._exit()

    def _enter(self):
        # Whoever comes early to the next round waits until the last one's threads have gone.
        while self._state in (_RESETTING, _DRAINING):
            self._cond.wait()
        if self._state < 0:
            raise BrokenBarrierError
        assert self._state == _FILLING

    def _release(self):
        try:
            if self._action:
                self._action()
            self._state = _DRAINING
            self._cond.notify_all()
        except:
            self._break()
            raise

    def _wait(self, timeout):
        if not self._cond.wait_for(lambda: self._state != _FILLING, timeout):
            self._break()
            raise BrokenBarrierError
        if self._state < 0:
            raise BrokenBarrierError
        assert self._state == _DRAINING

    def _exit(self):
        if self._count == 0 and self._state in (_RESETTING, _DRAINING):
            self._state = _FILLING
            self._cond.notify_all()

    def _break(self):
        self._state = _BROKEN
        self._cond.notify_all()

    def reset(self):
        """Make it empty again; threads that wait at it get BrokenBarrierError."""
        with self._cond:
            if self._count == 0:
                self._state = _FILLING
            elif self._state in (_FILLING, _BROKEN):
                self._state = _RESETTING
            self._cond.notify_all()

    def abort(self):
        """Break it: who waits and who comes gets BrokenBarrierError."""
        with self._cond:
            self._break()

    @property
    def parties(self):
        """How many threads it needs."""
        return self._parties

    @property
    def n_waiting(self):
        """How many threads wait at it now."""
        return self._count if self._state == _FILLING else 0

    @property
    def broken(self):
        """Whether it is broken."""
        return self._state == _BROKEN


class Thread:
    """An activity that runs in a thread of its own."""

    _initialized = False

    def __init__(self, group=None, target=None, name=None, args=(), kwargs=None, *, daemon=None, context=None):
        assert group is None, "group argument must be None for now"
        if name is None:
            name = f"Thread-{_next_number()}"
            if target is not None:
                try:
                    name = f"{name} ({target.__name__})"
                except AttributeError:
                    pass
        else:
            name = str(name)
        self._target = target
        self._name = name
        self._args = args
        self._kwargs = {} if kwargs is None else kwargs
        self._daemonic = current_thread().daemon if daemon is None else daemon
        self._context = context
        self._handle = _thread._ThreadHandle()
        self._started = Event()
        self._initialized = True

    def __repr__(self):
        assert self._initialized, "Thread.__init__() was not called"
        status = "initial"
        if self._handle.is_done():
            status = "stopped"
        elif self._started.is_set():
            status = "started"
        if self._daemonic:
            status += " daemon"
        if self.ident is not None:
            status += f" {self.ident}"
        return f"<{type(self).__name__}({self._name}, {status})>"

    def start(self):
        """Start the thread's activity; allowed once."""
        if not self._initialized:
            raise RuntimeError("thread.__init__() not called")
        if self._started.is_set():
            raise RuntimeError("threads can only be started once")
        if self._context is None:
            inherit = getattr(_sys.flags, "thread_inherit_context", False)
            self._context = _copy_context() if inherit else _Context()
        _thread.start_joinable_thread(self._bootstrap, handle=self._handle, daemon=self.daemon, thread=self)
        # Whoever starts several threads has them begin in that order.
        self._started.wait()

    def run(self):
        """What the thread does; a subclass may define its own."""
        try:
            if self._target is not None:
                self._target(*self._args, **self._kwargs)
        finally:
            # A target that refers to the thread would keep it alive otherwise.
            del self._target, self._args, self._kwargs

    def _bootstrap(self):
        self._bootstrap_inner()

    def _bootstrap_inner(self):
        self._started.set()
        try:
            self._context.run(self.run)
        except:
            _invoke_excepthook(self)

    def join(self, timeout=None):
        """Wait until the thread has ended, or for `timeout` seconds."""
        if not self._initialized:
            raise RuntimeError("Thread.__init__() not called")
        if not self._started.is_set():
            raise RuntimeError("cannot join thread before it is started")
        if self is current_thread():
            raise RuntimeError("cannot join current thread")
        if timeout is not None:
            timeout = max(timeout, 0)
        self._handle.join(timeout)

    @property
    def name(self):
        """The thread's name; it need not be unique."""
        assert self._initialized, "Thread.__init__() not called"
        return self._name

    @name.setter
    def name(self, name):
        assert self._initialized, "Thread.__init__() not called"
        self._name = str(name)

    @property
    def ident(self):
        """The thread's number, or None before it is started."""
        assert self._initialized, "Thread.__init__() not called"
        return self._handle.ident if self._started.is_set() else None

    @property
    def native_id(self):
        """The number that the operating system knows the thread by: here, its ident."""
        return self.ident

    def is_alive(self):
        """Says whether the thread was started and has not ended."""
        assert self._initialized, "Thread.__init__() not called"
        return self._started.is_set() and not self._handle.is_done()

    @property
    def daemon(self):
        """Whether the program may end without waiting for this thread."""
        assert self._initialized, "Thread.__init__() not called"
        return self._daemonic

    @daemon.setter
    def daemon(self, daemonic):
        if not self._initialized:
            raise RuntimeError("Thread.__init__() not called")
        if self._started.is_set():
            raise RuntimeError("cannot set daemon status of active thread")
        self._daemonic = daemonic

    def isDaemon(self):
        """Old name of the attribute `daemon`."""
        self._deprecated("isDaemon() is deprecated, get the daemon attribute instead")
        return self.daemon

    def setDaemon(self, daemonic):
        """Old way to set the attribute `daemon`."""
        self._deprecated("setDaemon() is deprecated, set the daemon attribute instead")
        self.daemon = daemonic

    def getName(self):
        """Old name of the attribute `name`."""
        self._deprecated("getName() is deprecated, get the name attribute instead")
        return self.name

    def setName(self, name):
        """Old way to set the attribute `name`."""
        self._deprecated("setName() is deprecated, set the name attribute instead")
        self.name = name

    @staticmethod
    def _deprecated(text):
        import warnings
        warnings.warn(text, DeprecationWarning, stacklevel=3)


class _ExistingThread(Thread):
    """A Thread object for a VM thread that runs already."""

    def __init__(self, name, ident, daemon):
        super().__init__(name=name, daemon=daemon)
        self._started.set()
        self._handle = _thread._make_thread_handle(ident)


class _MainThread(_ExistingThread):
    def __init__(self):
        super().__init__("MainThread", _thread._get_main_thread_ident(), False)


class _DummyThread(_ExistingThread):
    """Stands for a thread that was started with the low-level `_thread` module."""

    def __init__(self):
        super().__init__(f"Dummy-{_next_number()}", get_ident(), True)
        _thread._register(self)

    def join(self, timeout=None):
        raise RuntimeError("cannot join a dummy thread")


class Timer(Thread):
    """A thread that calls a function after `interval` seconds, unless it is cancelled before."""

    def __init__(self, interval, function, args=None, kwargs=None):
        super().__init__()
        self.interval = interval
        self.function = function
        self.args = [] if args is None else args
        self.kwargs = {} if kwargs is None else kwargs
        self.finished = Event()

    def cancel(self):
        """Stop the timer if it has not gone off yet."""
        self.finished.set()

    def run(self):
        self.finished.wait(self.interval)
        if not self.finished.is_set():
            self.function(*self.args, **self.kwargs)
        self.finished.set()


def current_thread():
    """The Thread object of the caller's thread."""
    thread = _thread._current()
    return _DummyThread() if thread is None else thread


def currentThread():
    """Old name of current_thread()."""
    import warnings
    warnings.warn("currentThread() is deprecated, use current_thread() instead", DeprecationWarning, stacklevel=2)
    return current_thread()


def main_thread():
    """The Thread object of the thread that the program began in."""
    return _main_thread


def enumerate():
    """A list of all Thread objects that are alive."""
    return _thread._enumerate()


def active_count():
    """How many Thread objects are alive."""
    return _thread._count_alive()


def activeCount():
    """Old name of active_count()."""
    import warnings
    warnings.warn("activeCount() is deprecated, use active_count() instead", DeprecationWarning, stacklevel=2)
    return active_count()


class _ExceptHookArgs(tuple):
    """What excepthook() is told of an exception that ended a thread."""

    __slots__ = ()
    __module__ = "_thread"
    _names = ("exc_type", "exc_value", "exc_traceback", "thread")

    def __new__(cls, args):
        args = tuple(args)
        if len(args) != 4:
            few = f"takes an at least 4-sequence ({len(args)}-sequence given)"
            many = f"takes an at most 4-sequence ({len(args)}-sequence given)"
            raise TypeError(f"_thread._ExceptHookArgs() {few if len(args) < 4 else many}")
        return tuple.__new__(cls, args)

    exc_type = property(lambda self: self[0], doc="Exception type")
    exc_value = property(lambda self: self[1], doc="Exception value")
    exc_traceback = property(lambda self: self[2], doc="Exception traceback")
    thread = property(lambda self: self[3], doc="Thread")

    def __repr__(self):
        fields = ", ".join([f"{name}={value!r}" for name, value in zip(self._names, self)])
        return f"_thread._ExceptHookArgs({fields})"


ExceptHookArgs = _ExceptHookArgs


def excepthook(args, /):
    """Handle uncaught Thread.run() exception."""
    if not isinstance(args, ExceptHookArgs):
        raise TypeError("_thread.excepthook argument type must be ExceptHookArgs")
    kind, value, traceback, thread = args
    if kind is SystemExit:
        return
    stderr = _sys.stderr
    if stderr is None:
        return
    name = get_ident() if thread is None else thread._name
    stderr.write(f"Exception in thread {name}:\n")
    _sys.__excepthook__(kind, value, traceback)
    stderr.flush()


__excepthook__ = excepthook


def invoke_excepthook(thread):
    hook = excepthook
    args = ExceptHookArgs([*_sys.exc_info(), thread])
    try:
        hook(args)
    except Exception as error:
        error.__suppress_context__ = True
        if _sys.stderr is not None:
            print("Exception in threading.excepthook:", file=_sys.stderr, flush=True)
            _sys.excepthook(type(error), error, error.__traceback__)
    finally:
        # The traceback is not kept alive any longer.
        args = None


# Tracebacks show the function under its own name.
_invoke_excepthook = invoke_excepthook
del invoke_excepthook


def _register_atexit(func, *arg, **kwargs):
    """Have `func` called before the interpreter waits for the last threads."""
    if _exiting:
        raise RuntimeError("can't register atexit after shutdown")
    _exit_calls.append((func, arg, kwargs))


def _shutdown():
    """The end of the main program: the calls of _register_atexit, last first, and then every thread that is no daemon."""
    global _exiting
    _exiting = True
    while _exit_calls:
        func, args, kwargs = _exit_calls.pop()
        func(*args, **kwargs)
    _thread._shutdown()


# Until the main thread has its object, it has no daemon status that its own constructor could ask for.
_main_thread = _MainThread()
_thread._register(_main_thread)
