# Records how CPython 3.14 refuses the programs in snippets.txt: what tests/errors.rs compares with.
# Usage: python3.14 record.py DIRECTORY
import sys
import warnings


def main(directory):
    with open(directory + "/snippets.txt", encoding="utf-8") as file:
        snippets = file.read().split("=====\n")
    with open(directory + "/expected.txt", "w", encoding="utf-8") as out:
        for snippet in snippets:
            try:
                with warnings.catch_warnings(record=True) as caught:
                    warnings.simplefilter("always")
                    compile(snippet, "test.py", "exec", dont_inherit=True)
            except SyntaxError as e:
                line = (f"{type(e).__name__}: {e.msg} | {e.lineno}:{e.offset}-{e.end_lineno}:{e.end_offset}\t"
                        f"{ascii(e.text)}")
            else:
                line = "compiles" + "".join(f"; {w.lineno} {w.message}" for w in caught)
            print(line, file=out)


main(sys.argv[1])
