"""What most programs that log do without, and the table of loggers."""

import logging
import warnings


class BufferingFormatter:
    """Makes text of several records."""

    __module__ = "logging"

    def __init__(self, linefmt=None):
        self.linefmt = linefmt or logging._defaultFormatter

    def formatHeader(self, records):
        return ""

    def formatFooter(self, records):
        return ""

    def format(self, records):
        if not records:
            return ""
        lines = [self.linefmt.format(record) for record in records]
        return self.formatHeader(records) + "".join(lines) + self.formatFooter(records)


class PlaceHolder:
    """Stands in the manager's table for a logger nobody asked for, with some below it."""

    __module__ = "logging"

    def __init__(self, alogger):
        self.loggerMap = {alogger: None}

    def append(self, alogger):
        self.loggerMap.setdefault(alogger)


class Manager:
    """All loggers, by name."""

    __module__ = "logging"

    def __init__(self, rootnode):
        self.root = rootnode
        self.disable = 0
        self.emittedNoHandlerWarning = False
        self.loggerDict = {}
        self.loggerClass = None
        self.logRecordFactory = None

    @property
    def disable(self):
        return self._disable

    @disable.setter
    def disable(self, value):
        self._disable = logging._checkLevel(value)

    def getLogger(self, name):
        if not isinstance(name, str):
            raise TypeError("A logger name must be a string")
        with logging._lock:
            found = self.loggerDict.get(name)
            if isinstance(found, logging.Logger):
                return found
            logger = (self.loggerClass or logging._loggerClass)(name)
            logger.manager = self
            self.loggerDict[name] = logger
            logger.parent = self._parent_of(logger)
            for below in found.loggerMap if found else ():
                # Those whose parent is below this one have the right one already.
                if not below.parent.name.startswith(name + "."):
                    below.parent = logger
            return logger

    def _parent_of(self, logger):
        above = logger.name.rpartition(".")[0]
        while above:
            known = self.loggerDict.get(above)
            if isinstance(known, logging.Logger):
                return known
            if known is None:
                self.loggerDict[above] = PlaceHolder(logger)
            else:
                known.append(logger)
            above = above.rpartition(".")[0]
        return self.root

    def setLoggerClass(self, klass):
        self.loggerClass = logging._checked_class(klass)

    def setLogRecordFactory(self, factory):
        self.logRecordFactory = factory


class LoggerAdapter:
    """A logger that adds to what is said what it was given."""

    __module__ = "logging"

    def __init__(self, logger, extra=None, merge_extra=False):
        self.logger = logger
        self.extra = extra
        self.merge_extra = merge_extra

    def process(self, msg, kwargs):
        if self.merge_extra and "extra" in kwargs:
            kwargs["extra"] = {**self.extra, **kwargs["extra"]}
        else:
            kwargs["extra"] = self.extra
        return msg, kwargs

    def debug(self, msg, *args, **kwargs):
        self.log(logging.DEBUG, msg, *args, **kwargs)

    def info(self, msg, *args, **kwargs):
        self.log(logging.INFO, msg, *args, **kwargs)

    def warning(self, msg, *args, **kwargs):
        self.log(logging.WARNING, msg, *args, **kwargs)

    def error(self, msg, *args, **kwargs):
        self.log(logging.ERROR, msg, *args, **kwargs)

    def exception(self, msg, *args, exc_info=True, **kwargs):
        self.log(logging.ERROR, msg, *args, exc_info=exc_info, **kwargs)

    def critical(self, msg, *args, **kwargs):
        self.log(logging.CRITICAL, msg, *args, **kwargs)

    def log(self, level, msg, *args, **kwargs):
        if self.isEnabledFor(level):
            msg, kwargs = self.process(msg, kwargs)
            self.logger.log(level, msg, *args, **kwargs)

    def isEnabledFor(self, level):
        return self.logger.isEnabledFor(level)

    def setLevel(self, level):
        self.logger.setLevel(level)

    def getEffectiveLevel(self):
        return self.logger.getEffectiveLevel()

    def hasHandlers(self):
        return self.logger.hasHandlers()

    def _log(self, level, msg, args, **kwargs):
        return self.logger._log(level, msg, args, **kwargs)

    @property
    def manager(self):
        return self.logger.manager

    @property
    def name(self):
        return self.logger.name

    def __repr__(self):
        logger = self.logger
        return f"<{type(self).__name__} {logger.name} ({logging.getLevelName(logger.getEffectiveLevel())})>"


_warnings_showwarning = None


def captureWarnings(capture):
    """Have warnings logged, to the logger "py.warnings", or no more."""
    global _warnings_showwarning
    if capture and _warnings_showwarning is None:
        _warnings_showwarning = warnings.showwarning
        warnings.showwarning = _showwarning
    elif not capture and _warnings_showwarning is not None:
        warnings.showwarning = _warnings_showwarning
        _warnings_showwarning = None


def _showwarning(message, category, filename, lineno, file=None, line=None):
    if file is not None:
        _warnings_showwarning(message, category, filename, lineno, file, line)
        return
    logger = logging.getLogger("py.warnings")
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())
    logger.warning(warnings.formatwarning(message, category, filename, lineno, line))
