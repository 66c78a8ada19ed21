"""ThreadPoolExecutor."""

from concurrent.futures import _base
from itertools import count as _count
import queue
import threading

# Every worker thread with the queue it takes from: at the end of the program they are told to stop.
_threads_queues = {}
_shutdown = False
# Held while an executor takes on work and while the program begins to end, so that no work slips in between.
_global_shutdown_lock = threading.Lock()


def _python_exit():
    global _shutdown
    with _global_shutdown_lock:
        _shutdown = True
    items = list(_threads_queues.items())
    for thread, work_queue in items:
        work_queue.put(None)
    for thread, work_queue in items:
        thread.join()


threading._register_atexit(_python_exit)


class WorkerContext:
    """What the calls of one executor run in: how its threads begin and end, and how a task is done."""

    @classmethod
    def prepare(cls, initializer, initargs):
        """Gives two functions: one makes a context for a thread, one makes a task of a call."""
        if initializer is not None and not callable(initializer):
            raise TypeError("initializer must be a callable")

        def create_context():
            return cls(initializer, initargs)

        def resolve_task(fn, args, kwargs):
            return fn, args, kwargs

        return create_context, resolve_task

    def __init__(self, initializer, initargs):
        self.initializer, self.initargs = initializer, initargs

    def initialize(self):
        """The thread begins."""
        if self.initializer is not None:
            self.initializer(*self.initargs)

    def finalize(self):
        """The thread ends."""

    def run(self, task):
        """Do one task."""
        fn, args, kwargs = task
        return fn(*args, **kwargs)


class _WorkItem:
    """A task, and the future that gets its result."""

    def __init__(self, future, task):
        self.future, self.task = future, task

    def run(self, ctx):
        if not self.future.set_running_or_notify_cancel():
            return
        try:
            result = ctx.run(self.task)
        except BaseException as exc:
            self.future.set_exception(exc)
            # The exception refers to this frame.
            self = None
        else:
            self.future.set_result(result)


def _worker(executor, ctx, work_queue):
    try:
        ctx.initialize()
    except BaseException as error:
        import sys
        print("Exception in initializer:", file=sys.stderr)
        sys.excepthook(type(error), error, error.__traceback__)
        executor._initializer_failed()
        return
    while True:
        try:
            work_item = work_queue.get_nowait()
        except queue.Empty:
            # Nothing to do: from now on this thread can be used instead of a new one.
            executor._idle_semaphore.release()
            work_item = work_queue.get(block=True)
        if work_item is not None:
            work_item.run(ctx)
            del work_item
            continue
        if _shutdown or executor._shutdown:
            executor._shutdown = True
            # The other workers are to see it, too.
            work_queue.put(None)
            break
    ctx.finalize()


class BrokenThreadPool(_base.BrokenExecutor):
    """Raised when a worker thread in a ThreadPoolExecutor failed initializing."""


class ThreadPoolExecutor(_base.Executor):
    """Runs calls in a pool of threads."""

    BROKEN = BrokenThreadPool
    _counter = _count().__next__

    @classmethod
    def prepare_context(cls, initializer, initargs):
        """What a subclass may define anew to run its tasks in another way."""
        return WorkerContext.prepare(initializer, initargs)

    def __init__(self, max_workers=None, thread_name_prefix='', initializer=None, initargs=()):
        if max_workers is None:
            # CPython takes four more than there are processors. Programs here see no machine: as if there were four.
            max_workers = 8
        if max_workers <= 0:
            raise ValueError("max_workers must be greater than 0")
        self._create_worker_context, self._resolve_work_item_task = self.prepare_context(initializer, initargs)
        self._max_workers = max_workers
        self._work_queue = queue.SimpleQueue()
        self._idle_semaphore = threading.Semaphore(0)
        self._threads = set()
        self._broken = False
        self._shutdown = False
        self._shutdown_lock = threading.Lock()
        self._thread_name_prefix = thread_name_prefix or f"ThreadPoolExecutor-{self._counter()}"

    def submit(self, fn, /, *args, **kwargs):
        with self._shutdown_lock, _global_shutdown_lock:
            if self._broken:
                raise self.BROKEN(self._broken)
            if self._shutdown:
                raise RuntimeError('cannot schedule new futures after shutdown')
            if _shutdown:
                raise RuntimeError('cannot schedule new futures after interpreter shutdown')
            future = _base.Future()
            self._work_queue.put(_WorkItem(future, self._resolve_work_item_task(fn, args, kwargs)))
            self._adjust_thread_count()
            return future

    submit.__doc__ = _base.Executor.submit.__doc__

    def _adjust_thread_count(self):
        if self._idle_semaphore.acquire(timeout=0):
            return
        number = len(self._threads)
        if number < self._max_workers:
            thread = threading.Thread(name=f"{self._thread_name_prefix}_{number}", target=_worker,
                                      args=(self, self._create_worker_context(), self._work_queue))
            thread.start()
            self._threads.add(thread)
            _threads_queues[thread] = self._work_queue

    def _initializer_failed(self):
        with self._shutdown_lock:
            self._broken = 'A thread initializer failed, the thread pool is not usable anymore'
            self._drain(lambda future: future.set_exception(self.BROKEN(self._broken)))

    def _drain(self, dispose):
        """Takes all calls that were not begun out of the queue."""
        while True:
            try:
                work_item = self._work_queue.get_nowait()
            except queue.Empty:
                break
            if work_item is not None:
                dispose(work_item.future)

    def shutdown(self, wait=True, *, cancel_futures=False):
        with self._shutdown_lock:
            self._shutdown = True
            if cancel_futures:
                self._drain(lambda future: future.cancel())
            # Wakes one worker; each wakes the next.
            self._work_queue.put(None)
        if wait:
            for thread in self._threads:
                thread.join()
                _threads_queues.pop(thread, None)

    shutdown.__doc__ = _base.Executor.shutdown.__doc__
