"""Disassembler of Python byte code into mnemonics."""

import collections
import io
import types

from opcode import *
from opcode import (__all__ as _opcodes_all, _binary, _cache_format, _common_constants, _inline_cache_entries,
                    _intrinsic_1_descs, _intrinsic_2_descs, _nb_ops, _special_method_names)

__all__ = ["code_info", "dis", "disassemble", "distb", "disco", "findlinestarts", "findlabels", "show_code",
           "get_instructions", "Instruction", "Bytecode"] + _opcodes_all
del _opcodes_all, _binary

COMPILER_FLAG_NAMES = {1: "OPTIMIZED", 2: "NEWLOCALS", 4: "VARARGS", 8: "VARKEYWORDS", 16: "NESTED", 32: "GENERATOR",
                       64: "NOFREE", 128: "COROUTINE", 256: "ITERABLE_COROUTINE", 512: "ASYNC_GENERATOR",
                       0x4000000: "HAS_DOCSTRING", 0x8000000: "METHOD"}

FUNCTION_ATTR_FLAGS = ("defaults", "kwdefaults", "annotations", "closure", "annotate")
_CONVERSIONS = (None, str, repr, ascii)
_NAME_WIDTH = 20
_ARG_WIDTH = 5
_NO_LINE = "  --"
_SETS_OF_NUMBERS = {kind: frozenset(numbers) for kind, numbers in
                    (("arg", hasarg), ("name", hasname), ("jump", hasjump), ("free", hasfree), ("local", haslocal))}
_have_code = (types.MethodType, types.FunctionType, types.CodeType, classmethod, staticmethod, type)


def _code_of(x):
    """The code object of a method, function, generator or the like; what has none is given back as it is."""
    x = getattr(x, "__func__", x)
    for name in ("__code__", "gi_code", "ag_code", "cr_code"):
        if hasattr(x, name):
            return getattr(x, name)
    return x


def _compiled(source, name):
    try:
        return compile(source, name, "eval")
    except SyntaxError:
        return compile(source, name, "exec")


def _get_code_object(x):
    """The code object of whatever has one, or of source text."""
    x = _code_of(x)
    if isinstance(x, str):
        x = _compiled(x, "<disassembly>")
    if hasattr(x, "co_code"):
        return x
    raise TypeError("don't know how to disassemble %s objects" % type(x).__name__)


def pretty_flags(flags):
    """The names of the flags, and numbers for those that have none."""
    names = []
    for bit in range(32):
        flag = 1 << bit
        if flags & flag:
            names.append(COMPILER_FLAG_NAMES.get(flag, hex(flag)))
            flags ^= flag
            if not flags:
                break
    else:
        names.append(hex(flags))
    return ", ".join(names)


def code_info(x):
    """Formatted details of methods, functions, or code."""
    return _format_code_info(_get_code_object(x))


def _format_code_info(co):
    lines = [f"Name:              {co.co_name}", f"Filename:          {co.co_filename}",
             f"Argument count:    {co.co_argcount}", f"Positional-only arguments: {co.co_posonlyargcount}",
             f"Kw-only arguments: {co.co_kwonlyargcount}", f"Number of locals:  {co.co_nlocals}",
             f"Stack size:        {co.co_stacksize}", f"Flags:             {pretty_flags(co.co_flags)}"]
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


Positions = collections.namedtuple("Positions", "lineno end_lineno col_offset end_col_offset", defaults=(None,) * 4)

_Instruction = collections.namedtuple(
    "_Instruction",
    "opname opcode arg argval argrepr offset start_offset starts_line line_number label positions cache_info",
    defaults=(None, None, None))


class Instruction(_Instruction):
    """One instruction: its name and number, its operand as it is and resolved, its offset, line and label."""

    @property
    def oparg(self):
        """Alias for Instruction.arg."""
        return self.arg

    @property
    def baseopcode(self):
        """The number of the instruction that this one is a specialization of, or its own."""
        return self.opcode

    @property
    def baseopname(self):
        """The name of the instruction that this one is a specialization of, or its own."""
        return opname[self.baseopcode]

    @property
    def cache_offset(self):
        """Where its cache entries begin."""
        return self.offset + 2

    @property
    def end_offset(self):
        """Where its cache entries end."""
        return self.cache_offset + 2 * _inline_cache_entries.get(self.opname, 0)

    @property
    def jump_target(self):
        """The offset that it jumps to, or None."""
        return self.argval if self.opcode in _SETS_OF_NUMBERS["jump"] else None

    @property
    def is_jump_target(self):
        """Whether other code jumps to it."""
        return self.label is not None

    def __str__(self):
        output = io.StringIO()
        Formatter(file=output).print_instruction(self, False)
        return output.getvalue()


class Formatter:
    """Prints instructions in columns."""

    def __init__(self, file=None, lineno_width=0, offset_width=0, label_width=0, line_offset=0, show_caches=False, *,
                 show_positions=False):
        self.file = file
        self.lineno_width = lineno_width
        self.offset_width = offset_width
        self.label_width = label_width
        self.show_caches = show_caches
        self.show_positions = show_positions

    def print_instruction(self, instr, mark_as_current=False):
        self._print_line(instr, mark_as_current)
        if not self.show_caches or not instr.cache_info:
            return
        offset = instr.offset
        for name, size, data in instr.cache_info:
            for i in range(size):
                offset += 2
                shown = f"{name}: {int.from_bytes(data, 'little')}" if i == 0 else ""
                self._print_line(Instruction("CACHE", 0, 0, None, shown, offset, offset, False, None, None,
                                             instr.positions), False)

    def _print_line(self, instr, mark_as_current):
        width = self.lineno_width
        if width > 0 and instr.starts_line and instr.offset > 0:
            print(file=self.file)
        fields = []
        if width:
            if self.show_positions:
                fields.append(_position_text(instr.positions).ljust(width))
            elif not instr.starts_line:
                fields.append(" " * width)
            else:
                fields.append(str(_NO_LINE if instr.line_number is None else instr.line_number).rjust(width))
        label = f"L{instr.label}:" if instr.label is not None else ""
        fields.append(label.rjust(self.label_width))
        if self.offset_width > 0:
            fields.append(f"{instr.offset:>{self.offset_width}}  ")
        fields.append("-->" if mark_as_current else "   ")
        fields.append(instr.opname.ljust(_NAME_WIDTH))
        if instr.arg is not None:
            fields.append(str(instr.arg).rjust(_ARG_WIDTH - max(0, len(instr.opname) - _NAME_WIDTH)))
            if instr.argrepr:
                fields.append("(" + instr.argrepr + ")")
        print(" ".join(fields).rstrip(), file=self.file)

    def print_exception_table(self, exception_entries):
        if not exception_entries:
            return
        print("ExceptionTable:", file=self.file)
        for entry in exception_entries:
            lasti = " lasti" if entry.lasti else ""
            print(f"  L{entry.start_label} to L{entry.end_label} -> L{entry.target_label} [{entry.depth}]{lasti}",
                  file=self.file)


def _position_text(positions):
    if not positions or positions.lineno is None and positions.end_lineno is None:
        return _NO_LINE
    line, end_line, col, end_col = ("?" if number is None else number for number in positions)
    return f"{line}:{col}-{end_line}:{end_col}"


_ExceptionTableEntry = collections.namedtuple("_ExceptionTableEntry", "start end target depth lasti")


class _LabelledEntry:
    def __init__(self, entry, labels):
        self.start_label, self.end_label, self.target_label = (labels[offset] for offset in entry[:3])
        self.depth, self.lasti = entry.depth, entry.lasti


def _parse_exception_table(code):
    """The rows of the exception table, in bytes where the code object counts code units."""
    data = iter(code.co_exceptiontable)

    def number(byte):
        value = byte & 63
        while byte & 64:
            byte = next(data)
            value = value << 6 | byte & 63
        return value

    entries = []
    for first in data:
        start = 2 * number(first)
        length, target, rest = 2 * number(next(data)), 2 * number(next(data)), number(next(data))
        entries.append(_ExceptionTableEntry(start, start + length, target, rest >> 1, bool(rest & 1)))
    return entries


def _unpack(code):
    """(offset of the first EXTENDED_ARG, offset, number, operand or None) of each instruction."""
    extended, first, at = 0, 0, 0
    while at < len(code):
        op = code[at]
        arg = None
        if op in _SETS_OF_NUMBERS["arg"]:
            arg = code[at + 1] | extended
        extended = (arg << 8) if op == EXTENDED_ARG else 0
        yield first, at, op, arg
        at += 2 + 2 * _inline_cache_entries.get(opname[op], 0)
        if op != EXTENDED_ARG:
            first = at


def _jump_target(offset, op, arg):
    """Where the jump with operand `arg` at `offset` leads."""
    name = opname[op]
    after = offset + 2 + 2 * _inline_cache_entries.get(name, 0)
    return after - 2 * arg if "BACKWARD" in name or name == "END_ASYNC_FOR" else after + 2 * arg


def findlabels(code):
    """Detect all offsets in a byte code which are jump targets."""
    labels = []
    for _, offset, op, arg in _unpack(code):
        if arg is not None and op in _SETS_OF_NUMBERS["jump"]:
            target = _jump_target(offset, op, arg)
            if target not in labels:
                labels.append(target)
    return labels


def findlinestarts(code):
    """Find the offsets in a byte code which are start of lines in the source."""
    last = False
    for start, _, line in code.co_lines():
        if line is not last:
            last = line
            yield start, line


class _Names:
    """What the numbers in operands stand for, in one code object."""

    def __init__(self, co):
        self.consts, self.names = co.co_consts, co.co_names
        cells = tuple(name for name in co.co_cellvars if name not in co.co_varnames)
        self.locals = co.co_varnames + cells + co.co_freevars

    def resolve(self, op, arg):
        """The operand's value and how it is shown; jumps are not its business."""
        name = opname[op]
        if name == "LOAD_CONST":
            return self.consts[arg], repr(self.consts[arg])
        if op in _SETS_OF_NUMBERS["name"]:
            if name == "LOAD_GLOBAL":
                text = self.names[arg >> 1]
                return text, text + " + NULL" if arg & 1 else text
            if name in ("LOAD_ATTR", "LOAD_SUPER_ATTR"):
                text = self.names[arg >> (1 if name == "LOAD_ATTR" else 2)]
                return text, text + " + NULL|self" if arg & 1 else text
            return self.names[arg], self.names[arg]
        if name.count("_FAST") > 1:
            pair = self.locals[arg >> 4], self.locals[arg & 15]
            return pair, ", ".join(pair)
        if op in _SETS_OF_NUMBERS["local"] or op in _SETS_OF_NUMBERS["free"]:
            return self.locals[arg], self.locals[arg]
        return _plain(name, arg)


class _NoNames:
    """For bytes without a code object."""

    def resolve(self, op, arg):
        if opname[op].count("_FAST") > 1:
            return (arg >> 4, arg & 15), ", "
        known = op in hasconst or any(op in _SETS_OF_NUMBERS[kind] for kind in ("name", "local", "free"))
        return (arg, "") if known else _plain(opname[op], arg)


def _plain(name, arg):
    """The value of an operand that needs no code object to be read, and how it is shown."""
    if name == "COMPARE_OP":
        op = cmp_op[arg >> 5]
        return op, f"bool({op})" if arg & 16 else op
    if name == "CONVERT_VALUE":
        return _CONVERSIONS[arg], ("", "str", "repr", "ascii")[arg]
    if name == "SET_FUNCTION_ATTRIBUTE":
        return arg, ", ".join(text for bit, text in enumerate(FUNCTION_ATTR_FLAGS) if arg & 1 << bit)
    if name == "BINARY_OP":
        return arg, _nb_ops[arg]
    if name == "CALL_INTRINSIC_1":
        return arg, _intrinsic_1_descs[arg]
    if name == "CALL_INTRINSIC_2":
        return arg, _intrinsic_2_descs[arg]
    if name == "LOAD_COMMON_CONSTANT":
        constant = _common_constants[arg]
        return arg, constant.__name__ if isinstance(constant, type) else repr(constant)
    if name == "LOAD_SPECIAL":
        return arg, _special_method_names[arg]
    if name == "IS_OP":
        return arg, "is not" if arg else "is"
    if name == "CONTAINS_OP":
        return arg, "not in" if arg else "in"
    return arg, ""


def _make_labels(code, entries):
    """The number of the label at each offset that something leads to."""
    offsets = set(findlabels(code))
    for entry in entries:
        offsets.update(entry[:3])
    return {offset: at + 1 for at, offset in enumerate(sorted(offsets))}


def _instructions(code, names, labels, line_starts, positions, line_offset):
    line = None
    for first, offset, op, arg in _unpack(code):
        name = opname[op]
        starts_line = first in line_starts if offset == first else False
        if starts_line:
            line = line_starts[first]
            if line is not None:
                line += line_offset
        if arg is None:
            value, shown = None, ""
        elif op in _SETS_OF_NUMBERS["jump"]:
            value = _jump_target(offset, op, arg)
            shown = f"{'from' if name == 'END_ASYNC_FOR' else 'to'} L{labels[value]}"
        elif op == EXTENDED_ARG:
            value, shown = arg, ""
        else:
            value, shown = names.resolve(op, arg)
        caches, at = [], offset + 2
        for title, size in _cache_format.get(name, {}).items():
            caches.append((title, size, code[at:at + 2 * size]))
            at += 2 * size
        yield Instruction(name, op, arg, value, shown, offset, first, starts_line, line,
                          labels.get(offset) if offset == first else None,
                          Positions(*positions[offset // 2]) if positions else None, caches or None)


def _of_code(co, line_offset=0, entries=()):
    """The instructions of a code object, its labels and its lines; handlers have labels where `entries` has them."""
    code = co.co_code
    labels = _make_labels(code, entries)
    line_starts = dict(findlinestarts(co))
    found = _instructions(code, _Names(co), labels, line_starts, list(co.co_positions()), line_offset)
    return found, labels, line_starts


def get_instructions(x, *, first_line=None, show_caches=None, adaptive=False):
    """Iterator for the opcodes in methods, functions or code."""
    co = _get_code_object(x)
    return _of_code(co, first_line - co.co_firstlineno if first_line is not None else 0)[0]


def dis(x=None, *, file=None, depth=None, show_caches=False, adaptive=False, show_offsets=False, show_positions=False):
    """Disassemble classes, methods, functions, and other compiled objects."""
    if x is None:
        distb(file=file, show_caches=show_caches, adaptive=adaptive,
              show_offsets=show_offsets, show_positions=show_positions)
        return
    options = {"show_caches": show_caches, "show_offsets": show_offsets, "show_positions": show_positions}
    x = _code_of(x)
    if hasattr(x, "__dict__"):
        for name, value in sorted(x.__dict__.items()):
            if isinstance(value, _have_code):
                print("Disassembly of %s:" % name, file=file)
                try:
                    dis(value, file=file, depth=depth, adaptive=adaptive, **options)
                except TypeError as msg:
                    print("Sorry:", msg, file=file)
                print(file=file)
    elif hasattr(x, "co_code"):
        _disassemble_recursive(x, file, depth, options)
    elif isinstance(x, (bytes, bytearray)):
        _disassemble_bytes(bytes(x), file, options)
    elif isinstance(x, str):
        _disassemble_recursive(_compiled(x, "<dis>"), file, depth, options)
    else:
        raise TypeError("don't know how to disassemble %s objects" %
                        type(x).__name__)


def _disassemble_recursive(co, file, depth, options):
    disassemble(co, file=file, **options)
    if depth is None or depth > 0:
        if depth is not None:
            depth -= 1
        for x in co.co_consts:
            if hasattr(x, "co_code"):
                print(file=file)
                print("Disassembly of %r:" % (x,), file=file)
                _disassemble_recursive(x, file, depth, options)


def disassemble(co, lasti=-1, *, file=None, show_caches=False, adaptive=False, show_offsets=False, show_positions=False):
    """Disassemble a code object."""
    _print_code(co, lasti, file, show_caches, show_offsets, show_positions, 0)


def _print_code(co, lasti, file, show_caches, show_offsets, show_positions, line_offset):
    entries = _parse_exception_table(co)
    found, labels, line_starts = _of_code(co, line_offset, entries)
    if show_positions:
        width = 1 + max((len(_position_text(Positions(*p))) for p in co.co_positions()), default=0)
    else:
        width = _line_width([line if line is None else line + line_offset for line in line_starts.values()])
    formatter = Formatter(file, width, len(str(max(len(co.co_code) - 2, 9999))) if show_offsets else 0,
                          4 + len(str(len(labels))), 0, show_caches, show_positions=show_positions)
    _print_all(found, formatter, lasti)
    formatter.print_exception_table([_LabelledEntry(entry, labels) for entry in entries])


def _line_width(lines):
    highest = max((line for line in lines if line), default=-1)
    if highest == -1:
        return 0
    width = max(3, len(str(highest)))
    return max(width, len(_NO_LINE)) if None in lines else width


def _print_all(instructions, formatter, lasti):
    for instr in instructions:
        if lasti < 0:
            current = False
        else:
            end = instr.offset if formatter.show_caches else instr.end_offset - 2
            current = instr.offset <= lasti <= end
        formatter.print_instruction(instr, current)


def _disassemble_bytes(code, file, options):
    labels = _make_labels(code, ())
    width = len(str(max(len(code) - 2, 9999))) if options["show_offsets"] else 0
    formatter = Formatter(file, 0, width, 4 + len(str(len(labels))), 0, options["show_caches"])
    _print_all(_instructions(code, _NoNames(), labels, {}, None, 0), formatter, -1)


disco = disassemble


def distb(tb=None, *, file=None, show_caches=False, adaptive=False, show_offsets=False, show_positions=False):
    """Disassemble a traceback (default: last traceback)."""
    if tb is None:
        import sys
        try:
            tb = sys.last_exc.__traceback__ if hasattr(sys, "last_exc") else sys.last_traceback
        except AttributeError:
            raise RuntimeError("no last traceback to disassemble") from None
        while tb.tb_next:
            tb = tb.tb_next
    disassemble(tb.tb_frame.f_code, tb.tb_lasti, file=file, show_caches=show_caches, adaptive=adaptive,
                show_offsets=show_offsets, show_positions=show_positions)


class Bytecode:
    """The bytecode operations of a piece of code: iterating gives Instructions."""

    def __init__(self, x, *, first_line=None, current_offset=None, show_caches=False, adaptive=False,
                 show_offsets=False, show_positions=False):
        self.codeobj = co = _get_code_object(x)
        self.first_line = co.co_firstlineno if first_line is None else first_line
        self._line_offset = self.first_line - co.co_firstlineno
        self._original_object = x
        self.current_offset = current_offset
        self.exception_entries = _parse_exception_table(co)
        self.show_caches = show_caches
        self.adaptive = adaptive
        self.show_offsets = show_offsets
        self.show_positions = show_positions

    def __iter__(self):
        return _of_code(self.codeobj, self._line_offset, self.exception_entries)[0]

    def __repr__(self):
        return f"{self.__class__.__name__}({self._original_object!r})"

    @classmethod
    def from_traceback(cls, tb, *, show_caches=False, adaptive=False):
        """Construct a Bytecode from the given traceback."""
        while tb.tb_next:
            tb = tb.tb_next
        return cls(tb.tb_frame.f_code, current_offset=tb.tb_lasti, show_caches=show_caches, adaptive=adaptive)

    def info(self):
        """Return formatted information about the code object."""
        return _format_code_info(self.codeobj)

    def dis(self):
        """Return a formatted view of the bytecode operations."""
        output = io.StringIO()
        offset = self.current_offset if self.current_offset is not None else -1
        _print_code(self.codeobj, offset, output, self.show_caches, self.show_offsets, self.show_positions,
                    self._line_offset)
        return output.getvalue()
