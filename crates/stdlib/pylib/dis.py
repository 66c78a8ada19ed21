"""Disassembler of Python byte code into mnemonics."""

import _dis

__all__ = ["dis", "disassemble", "distb", "disco", "code_info", "show_code", "COMPILER_FLAG_NAMES"]

COMPILER_FLAG_NAMES = {1: "OPTIMIZED", 2: "NEWLOCALS", 4: "VARARGS", 8: "VARKEYWORDS", 16: "NESTED", 32: "GENERATOR",
                       64: "NOFREE", 128: "COROUTINE", 256: "ITERABLE_COROUTINE", 512: "ASYNC_GENERATOR",
                       0x4000000: "HAS_DOCSTRING", 0x8000000: "METHOD"}


def _code_of(x):
    """The code object of a function, generator or source text; None where there is none."""
    x = getattr(x, "__func__", x)
    for name in ("__code__", "gi_code", "ag_code", "cr_code"):
        code = getattr(x, name, None)
        if code is not None:
            return code
    if isinstance(x, str):
        try:
            return compile(x, "<dis>", "eval")
        except SyntaxError:
            return compile(x, "<dis>", "exec")
    return x if hasattr(x, "co_code") else None


def dis(x=None, *, file=None, depth=None, show_caches=False, adaptive=False, show_offsets=False, show_positions=False):
    """Disassemble classes, methods, functions, and other compiled objects."""
    if x is None:
        distb(file=file)
        return
    code = _code_of(x)
    if code is not None:
        disassemble(code, file=file)
    elif hasattr(x, "__dict__"):
        for name, value in sorted(x.__dict__.items()):
            value = getattr(value, "__func__", value)
            if _code_of(value) is not None and not isinstance(value, str):
                print(f"Disassembly of {name}:", file=file)
                try:
                    dis(value, file=file)
                except TypeError as msg:
                    print("Sorry:", msg, file=file)
                print(file=file)
    else:
        raise TypeError(f"don't know how to disassemble {type(x).__name__} objects")


def disassemble(co, lasti=-1, *, file=None, show_caches=False, adaptive=False, show_offsets=False, show_positions=False):
    """Disassemble a code object."""
    text = _dis.text(co)
    print(text, end="" if text.endswith("\n") else "\n", file=file)


disco = disassemble


def distb(tb=None, *, file=None, show_caches=False, adaptive=False, show_offsets=False, show_positions=False):
    """Disassemble a traceback (default: last traceback)."""
    if tb is None:
        import sys
        tb = getattr(getattr(sys, "last_exc", None), "__traceback__", None)
        if tb is None:
            raise RuntimeError("no last traceback to disassemble")
    while tb.tb_next:
        tb = tb.tb_next
    disassemble(tb.tb_frame.f_code, tb.tb_lasti, file=file)


def _flags(flags):
    names = []
    for bit in range(32):
        flag = 1 << bit
        if flags & flag:
            names.append(COMPILER_FLAG_NAMES.get(flag, hex(flag)))
    return ", ".join(names) or "0x0"


def code_info(x):
    """Formatted details of methods, functions, or code."""
    co = _code_of(x)
    if co is None:
        raise TypeError(f"don't know how to disassemble {type(x).__name__} objects")
    lines = [f"Name:              {co.co_name}", f"Filename:          {co.co_filename}",
             f"Argument count:    {co.co_argcount}", f"Positional-only arguments: {co.co_posonlyargcount}",
             f"Kw-only arguments: {co.co_kwonlyargcount}", f"Number of locals:  {co.co_nlocals}",
             f"Stack size:        {co.co_stacksize}", f"Flags:             {_flags(co.co_flags)}"]
    for title, items in (("Constants", [repr(c) for c in co.co_consts]), ("Names", co.co_names),
                         ("Variable names", co.co_varnames), ("Free variables", co.co_freevars),
                         ("Cell variables", co.co_cellvars)):
        if items:
            lines.append(f"{title}:")
            lines += [f"{i:4d}: {item}" for i, item in enumerate(items)]
    return "\n".join(lines)


def show_code(co, *, file=None):
    """Print details of methods, functions, or code to *file*."""
    print(code_info(co), file=file)
