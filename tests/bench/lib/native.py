# Runs commands and says what each took: a line with a JSON list in, a line with JSON out. CPU time is the child's own.
import json
import resource
import subprocess
import sys
import time

for line in sys.stdin:
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(json.loads(line), stdin=subprocess.DEVNULL, capture_output=True, text=True)
    after, wall = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter() - begun
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(json.dumps({"stdout": done.stdout, "error": done.stderr if done.returncode else None, "cpu": cpu * 1000, "wall": wall * 1000}), flush=True)
