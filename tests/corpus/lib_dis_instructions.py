import dis
import io
import re


def work(items, limit):
    total = 0
    for item in items:
        if item > limit and item not in (3, 4):
            total += item.value
    with limit as (first, *rest):
        print(f"{total!r:>3}", *rest, sep="")
    try:
        return [-x for x in items if x is not None], all(x for x in items)
    except (ValueError, KeyError) as e:
        raise RuntimeError from e


class Account:
    def __init__(self, balance):
        super().__init__()
        self.balance = balance

    @staticmethod
    def zero():
        return Account(0)


async def waits(lock, source):
    async with lock:
        async for x in source:
            yield x


for i in dis.get_instructions(work):
    if not hasattr(i.argval, "co_code"):
        print(re.sub(" at 0x[0-9a-f]+", "", str(i)))
        print(i.offset, i.opname, i.opcode, i.arg, i.argval, i.argrepr, i.line_number, i.starts_line, i.positions, i.label)
        print(i.oparg, i.baseopname, i.baseopcode, i.cache_offset, i.end_offset, i.jump_target, i.is_jump_target, i.cache_info)
print(next(iter(dis.get_instructions(Account.zero, first_line=100))))
print(repr(next(iter(dis.get_instructions(Account.zero, first_line=100)))))

print("--- options")
dis.dis(Account.__init__, show_caches=True)
dis.dis(Account.__init__, show_offsets=True)
dis.dis(Account.__init__, show_positions=True)
dis.dis(Account.__init__, show_positions=True, show_offsets=True, show_caches=True, adaptive=False)
text = io.StringIO()
dis.dis("def f():\n    try: return x\n    finally: g()", depth=0, file=text)
print(re.sub(" at 0x[0-9a-f]+", "", text.getvalue()))
dis.dis(waits, show_offsets=True)
dis.dis(work.__code__.co_code)
dis.dis(Account)
text = io.StringIO()
dis.dis(Account.zero, file=text)
print(len(text.getvalue()))

print("--- Bytecode")
b = dis.Bytecode(Account.zero, first_line=7, current_offset=2)
print([i.opname for i in b], b.first_line, b.current_offset, b.codeobj.co_name)
print(b.dis())
print(b.info())
print(dis.Bytecode("x = 1"), dis.Bytecode("x = 1").info())
try:
    work([1], 0)
except Exception as e:
    print(re.sub(" at 0x[0-9a-f]+", "", dis.Bytecode.from_traceback(e.__traceback__).dis()))
    text = io.StringIO()
    dis.distb(e.__traceback__.tb_next, file=text)
    print(re.sub(" at 0x[0-9a-f]+", "", text.getvalue()))
try:
    dis.dis()
except RuntimeError as e:
    print(e)
try:
    dis.get_instructions(3)
except TypeError as e:
    print(e)

print("--- code")
code = waits.__code__
print(code.co_code, code.co_exceptiontable)
print(list(code.co_lines()), list(code.co_positions())[:12])
print(list(dis.findlinestarts(code)), dis.findlabels(code.co_code))
long = compile("while x:\n" + "".join(f"    f{n}(x, {n + 1000})\n" for n in range(90)), "long.py", "exec")
dis.dis(long, show_offsets=True)
print(long.co_code[-40:], list(long.co_lines())[-2:], len(list(long.co_positions())))
print(dis.opmap["LOAD_FAST"], dis.opname[84], dis.cmp_op, dis.hasconst, dis.hasjump[:3], dis.EXTENDED_ARG)
print(dis.pretty_flags(3), dis.code_info(long.replace(co_name="x")).splitlines()[:3])
