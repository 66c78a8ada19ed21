"""Futures and tasks, and which loop and task are running: what asyncio has in C."""

import contextvars
import itertools
import reprlib
import threading
from types import GenericAlias, CoroutineType, GeneratorType

from asyncio.exceptions import CancelledError, InvalidStateError

_PENDING, _CANCELLED, _FINISHED = "PENDING", "CANCELLED", "FINISHED"

_running = threading.local()
_current_tasks = {}
_all_tasks = {}
_task_numbers = itertools.count(1).__next__


def _get_running_loop():
    return getattr(_running, "loop", None)


def _set_running_loop(loop):
    _running.loop = loop


def get_running_loop():
    loop = getattr(_running, "loop", None)
    if loop is None:
        raise RuntimeError("no running event loop")
    return loop


def get_event_loop():
    loop = getattr(_running, "loop", None)
    if loop is not None:
        return loop
    from asyncio import events
    return events._policy_loop()


def current_task(loop=None):
    return _current_tasks.get(get_running_loop() if loop is None else loop)


def _enter_task(loop, task):
    current = _current_tasks.get(loop)
    if current is not None:
        raise RuntimeError(f"Cannot enter into task {task!r} while another task {current!r} is being executed.")
    _current_tasks[loop] = task


def _leave_task(loop, task):
    current = _current_tasks.get(loop)
    if current is not task:
        raise RuntimeError(f"Invalid attempt to leave task {task!r} while task {current!r} is entered.")
    del _current_tasks[loop]


def _swap_current_task(loop, task):
    previous = _current_tasks.pop(loop, None)
    if task is not None:
        _current_tasks[loop] = task
    return previous


def all_tasks(loop=None):
    loop = get_running_loop() if loop is None else loop
    return {task for task in list(_all_tasks) if task._loop is loop and not task.done()}


def _callback_text(callback):
    from asyncio import format_helpers
    return format_helpers._format_callback_source(callback, ())


class _Unretrieved:
    """Says that nobody has asked for an exception, when the future that had it is gone."""

    __slots__ = ("loop", "kind", "text", "exception")

    def __init__(self, future, exception):
        self.loop = future._loop
        self.kind = type(future).__name__
        self.text = repr(future)
        self.exception = exception
        self.loop._kept_exceptions += 1

    def __del__(self):
        if self.exception is not None:
            self.loop.call_exception_handler({"message": f"{self.kind} exception was never retrieved",
                                              "exception": self.exception, "future": _Shown(self.text)})


class _Shown:
    def __init__(self, text):
        self.text = text

    def __repr__(self):
        return self.text


class Future:
    """This class is *almost* compatible with concurrent.futures.Future."""

    _asyncio_future_blocking = False

    def __init__(self, *, loop=None):
        self._loop = get_event_loop() if loop is None else loop
        self._state = _PENDING
        self._result = None
        self._exception = None
        self._exception_tb = None
        self._callbacks = []
        self._cancel_message = None
        self._cancelled_exc = None
        self._unretrieved = None

    def __repr__(self):
        return f"<{type(self).__name__} {' '.join(self._info())}>"

    def _info(self):
        info = [self._state.lower()]
        if self._state == _FINISHED:
            if self._exception is not None:
                info.append(f"exception={self._exception!r}")
            else:
                info.append(f"result={reprlib.repr(self._result)}")
        if self._callbacks:
            texts = [_callback_text(callback) for callback, _ in self._callbacks]
            if len(texts) > 2:
                texts = [texts[0], f"<{len(texts) - 2} more>", texts[-1]]
            info.append(f"cb=[{', '.join(texts)}]")
        return info

    __class_getitem__ = classmethod(GenericAlias)

    @property
    def _log_traceback(self):
        return self._unretrieved is not None

    @_log_traceback.setter
    def _log_traceback(self, value):
        if value:
            raise ValueError("_log_traceback can only be set to False")
        self._retrieved()

    def _retrieved(self):
        if self._unretrieved is not None:
            self._unretrieved.exception = None
            self._unretrieved = None

    def get_loop(self):
        return self._loop

    def _make_cancelled_error(self):
        if self._cancelled_exc is not None:
            error = self._cancelled_exc
            self._cancelled_exc = None
            return error
        if self._cancel_message is None:
            return CancelledError()
        return CancelledError(self._cancel_message)

    def cancel(self, msg=None):
        self._retrieved()
        if self._state is not _PENDING:
            return False
        self._state = _CANCELLED
        self._cancel_message = msg
        self._schedule_callbacks()
        return True

    def _schedule_callbacks(self):
        callbacks = self._callbacks
        self._callbacks = []
        for callback, context in callbacks:
            self._loop.call_soon(callback, self, context=context)

    def cancelled(self):
        return self._state is _CANCELLED

    def done(self):
        return self._state is not _PENDING

    def result(self):
        if self._state is _CANCELLED:
            raise self._make_cancelled_error()
        if self._state is _PENDING:
            raise InvalidStateError("Result is not set.")
        self._retrieved()
        if self._exception is not None:
            raise self._exception.with_traceback(self._exception_tb)
        return self._result

    def exception(self):
        if self._state is _CANCELLED:
            raise self._make_cancelled_error()
        if self._state is _PENDING:
            raise InvalidStateError("Exception is not set.")
        self._retrieved()
        return self._exception

    def add_done_callback(self, fn, *, context=None):
        if context is None:
            context = contextvars.copy_context()
        if self._state is not _PENDING:
            self._loop.call_soon(fn, self, context=context)
        else:
            self._callbacks.append((fn, context))

    def remove_done_callback(self, fn):
        kept = [(f, context) for f, context in self._callbacks if f != fn]
        removed = len(self._callbacks) - len(kept)
        self._callbacks[:] = kept
        return removed

    def set_result(self, result):
        if self._state is not _PENDING:
            raise InvalidStateError("invalid state")
        self._result = result
        self._state = _FINISHED
        self._schedule_callbacks()

    def set_exception(self, exception):
        if self._state is not _PENDING:
            raise InvalidStateError("invalid state")
        if isinstance(exception, type):
            exception = exception()
        if not isinstance(exception, BaseException):
            raise TypeError("invalid exception object")
        if isinstance(exception, StopIteration):
            error = RuntimeError("StopIteration interacts badly with generators and cannot be raised into a Future")
            error.__cause__ = exception
            error.__context__ = exception
            exception = error
        self._exception = exception
        self._exception_tb = exception.__traceback__
        self._state = _FINISHED
        self._schedule_callbacks()
        self._unretrieved = _Unretrieved(self, exception)

    def __await__(self):
        if not self.done():
            self._asyncio_future_blocking = True
            yield self
        if not self.done():
            raise RuntimeError("await wasn't used with future")
        return self.result()

    __iter__ = __await__


Future.__module__ = "_asyncio"


class Task(Future):
    """A coroutine wrapped in a Future."""

    def __init__(self, coro, *, loop=None, name=None, context=None, eager_start=False):
        super().__init__(loop=loop)
        if not isinstance(coro, (CoroutineType, GeneratorType)) and not _is_coroutine(coro):
            raise TypeError(f"a coroutine was expected, got {coro!r}")
        self._name = f"Task-{_task_numbers()}" if name is None else str(name)
        self._num_cancels_requested = 0
        self._must_cancel = False
        self._fut_waiter = None
        self._coro = coro
        self._context = contextvars.copy_context() if context is None else context
        _all_tasks[self] = None
        if eager_start and self._loop.is_running():
            self._start_eagerly()
        else:
            self._loop.call_soon(_Step(self), context=self._context)

    def _info(self):
        from asyncio import coroutines
        info = super()._info()
        if self.cancelling() and not self.done():
            info[0] = "cancelling"
        info.insert(1, f"name={self._name!r}")
        if self._fut_waiter is not None:
            info.insert(2, f"wait_for={self._fut_waiter!r}")
        if self._coro is not None:
            info.insert(2, f"coro=<{coroutines._format_coroutine(self._coro)}>")
        return info

    def _start_eagerly(self):
        previous = _swap_current_task(self._loop, self)
        try:
            self._context.run(self._run_once, None)
        finally:
            _swap_current_task(self._loop, previous)

    def get_coro(self):
        return self._coro

    def get_context(self):
        return self._context

    def get_name(self):
        return self._name

    def set_name(self, value):
        self._name = str(value)

    def set_result(self, result):
        raise RuntimeError("Task does not support set_result operation")

    def set_exception(self, exception):
        raise RuntimeError("Task does not support set_exception operation")

    def get_stack(self, *, limit=None):
        frame = getattr(self._coro, "cr_frame", None)
        return [frame] if frame is not None else []

    def print_stack(self, *, limit=None, file=None):
        print(f"Stack for {self!r} (most recent call last):" if self.get_stack() else f"No stack for {self!r}", file=file)

    def cancel(self, msg=None):
        self._retrieved()
        if self.done():
            return False
        self._num_cancels_requested += 1
        if self._fut_waiter is not None and self._fut_waiter.cancel(msg=msg):
            return True
        self._must_cancel = True
        self._cancel_message = msg
        return True

    def cancelling(self):
        return self._num_cancels_requested

    def uncancel(self):
        if self._num_cancels_requested > 0:
            self._num_cancels_requested -= 1
            if self._num_cancels_requested == 0:
                self._must_cancel = False
        return self._num_cancels_requested

    def _step(self, error=None):
        if self.done():
            raise InvalidStateError(f"step(): already done: {self!r}, {error!r}")
        _enter_task(self._loop, self)
        try:
            self._run_once(error)
        finally:
            _leave_task(self._loop, self)

    def _run_once(self, error):
        if self._must_cancel:
            if not isinstance(error, CancelledError):
                error = self._make_cancelled_error()
            self._must_cancel = False
        self._fut_waiter = None
        try:
            if error is None:
                waited = self._coro.send(None)
            else:
                waited = self._coro.throw(error)
        except StopIteration as e:
            if self._must_cancel:
                self._must_cancel = False
                super().cancel(msg=self._cancel_message)
            else:
                super().set_result(e.value)
        except CancelledError as e:
            self._cancelled_exc = e
            super().cancel()
        except (KeyboardInterrupt, SystemExit) as e:
            super().set_exception(e)
            self._over()
            raise
        except BaseException as e:
            super().set_exception(e)
        else:
            self._wait_for(waited)
            return
        self._over()

    def _over(self):
        _all_tasks.pop(self, None)

    def _wait_for(self, waited):
        blocking = getattr(waited, "_asyncio_future_blocking", None)
        if blocking is not None:
            if waited.get_loop() is not self._loop:
                text = f"Task {self!r} got Future {waited!r} attached to a different loop"
            elif not blocking:
                text = f"yield was used instead of yield from in task {self!r} with {waited!r}"
            elif waited is self:
                text = f"Task cannot await on itself: {self!r}"
            else:
                waited._asyncio_future_blocking = False
                waited.add_done_callback(_Wakeup(self), context=self._context)
                self._fut_waiter = waited
                if self._must_cancel and waited.cancel(msg=self._cancel_message):
                    self._must_cancel = False
                return
        elif waited is None:
            self._loop.call_soon(_Step(self), context=self._context)
            return
        elif isinstance(waited, GeneratorType):
            text = f"yield was used instead of yield from for generator in task {self!r} with {waited!r}"
        else:
            text = f"Task got bad yield: {waited!r}"
        self._loop.call_soon(_Step(self), RuntimeError(text), context=self._context)

    def _wakeup(self, future):
        if future._state is _CANCELLED:
            self._step(future._make_cancelled_error())
            return
        try:
            future.result()
        except BaseException as e:
            self._step(e)
        else:
            self._step()


Task.__module__ = "_asyncio"


class _Step:
    """Runs a task up to where it waits next."""

    __slots__ = ("task",)

    def __init__(self, task):
        self.task = task

    def __call__(self, error=None):
        self.task._step(error)

    def __repr__(self):
        return "<TaskStepMethWrapper object>"


class _Wakeup:
    """Wakes a task up when what it waits for is done."""

    __slots__ = ("task",)
    __qualname__ = "task_wakeup"

    def __init__(self, task):
        self.task = task

    def __call__(self, future):
        self.task._wakeup(future)

    def __repr__(self):
        return "Task.task_wakeup"


def _is_coroutine(x):
    from collections.abc import Coroutine
    return isinstance(x, Coroutine)
