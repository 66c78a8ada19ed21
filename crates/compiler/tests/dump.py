# Prints the code objects that CPython 3.14 makes of a file: what tests/bytecode.rs compares with.
# Usage: python3.14 dump.py FILE...   writes FILE with the endings .code and .dis beside each.
import dis
import io
import re
import sys
import types


def show(const):
    if isinstance(const, types.CodeType):
        return f"<code {const.co_name}>"
    if isinstance(const, tuple):
        inner = ", ".join(map(show, const))
        return f"({inner},)" if len(const) == 1 else f"({inner})"
    if isinstance(const, frozenset):
        return "frozenset({" + ", ".join(sorted(map(show, const))) + "})"
    return ascii(const)


def dump(code, out):
    out.append(f"code {code.co_qualname} line {code.co_firstlineno} args {code.co_argcount} {code.co_posonlyargcount} "
               f"{code.co_kwonlyargcount} flags {code.co_flags:#x} stack {code.co_stacksize}")
    out.append("consts " + ", ".join(map(show, code.co_consts)))
    out.append("names " + " ".join(code.co_names))
    out.append(f"varnames {' '.join(code.co_varnames)} cells {' '.join(code.co_cellvars)} frees {' '.join(code.co_freevars)}")
    instrs = list(dis.get_instructions(code))
    instrs = [i for i in instrs if i.opname != "EXTENDED_ARG"]
    index = {}
    for at, i in enumerate(instrs):
        index[i.start_offset] = at
        index[i.offset] = at
    end = len(code.co_code)
    index[end] = len(instrs)
    for at, i in enumerate(instrs):
        arg = i.arg
        if i.jump_target is not None:
            arg = index[i.jump_target]
            if i.opname == "END_ASYNC_FOR":
                arg -= 4
        p = i.positions
        place = "-" if p.lineno is None else f"{p.lineno}:{p.col_offset}-{p.end_lineno}:{p.end_col_offset}"
        out.append(f"{at:4} {i.opname} {0 if arg is None else arg}  {place}")
    for e in dis._parse_exception_table(code):
        out.append(f"handler {index[e.start]}-{index[e.end]} to {index[e.target]} depth {e.depth} {'lasti' if e.lasti else ''}".rstrip())
    out.append("")
    for const in code.co_consts:
        if isinstance(const, types.CodeType):
            dump(const, out)


def main(paths):
    import warnings
    warnings.simplefilter("ignore")
    for path in paths:
        with open(path, encoding="utf-8", newline="") as file:
            source = file.read()
        out = []
        code = compile(source, "test.py", "exec", dont_inherit=True)
        dump(code, out)
        text = io.StringIO()
        dis.dis(code, file=text)
        with open(path.removesuffix(".py") + ".dis", "w", encoding="utf-8") as file:
            # Addresses are not of this program.
            file.write(re.sub(r" at 0x[0-9a-f]+", "", text.getvalue()))
        with open(path.removesuffix(".py") + ".code", "w", encoding="utf-8") as file:
            file.write("\n".join(out) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
