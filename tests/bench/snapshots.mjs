// What going back in time costs: bytes kept for each step, and how long any moment takes. In Node, with the engine without
// threads and the snapshots of the Trace view:
//
//     node tests/bench/snapshots.mjs        (once `cargo xtask dist` or `serve` has made the site)
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { due, partsOf, Snapshots } from '../../web/snapshots.js';

/** As web/trace-worker.js. */
const SLICE_STEPS = 20_000;
const MOST_STEPS = 10e6;
const MOMENTS = 100;

const PROGRAMS = {
  'two threads count': `
import threading
x = 0
def work():
    global x
    i = 0
    while i < 700_000:
        x += 1
        i += 1
ts = [threading.Thread(target=work) for _ in range(2)]
for t in ts: t.start()
for t in ts: t.join()
print(x)
`,
  'lists and objects': `
import threading
class Node:
    def __init__(self, n): self.n = n
def work(k):
    kept = []
    for i in range(250_000):
        kept.append([i, Node(k)])
        if len(kept) > 2000: kept.clear()
ts = [threading.Thread(target=work, args=(k,)) for k in range(2)]
for t in ts: t.start()
for t in ts: t.join()
`,
  'a lock in turns': `
import threading
lock = threading.Lock()
x = 0
def work():
    global x
    for i in range(300_000):
        with lock: x += 1
ts = [threading.Thread(target=work) for _ in range(2)]
for t in ts: t.start()
for t in ts: t.join()
`,
};

const site = resolve(process.argv[2] ?? 'target/site');
const glue = await import(pathToFileURL(`${site}/single/engine.js`));
const exports = await glue.default({ module_or_path: await readFile(`${site}/single/engine_bg.wasm`) });
const { memory } = exports;
// What the module and its library leave behind until they are needed: web/rest.js.
globalThis.gilscopeRest = () => {
  const rest = new WebAssembly.Module(readFileSync(`${site}/single/engine_rest.wasm`));
  new WebAssembly.Instance(rest, { first: exports });
};
globalThis.gilscopeLibrary = () => readFileSync(`${site}/library.txt`, 'utf8');
globalThis.gilscopePanic = (message) => { throw new Error(message); };
glue.boot();

const parts = () => partsOf(glue.trace_heap(), memory.buffer.byteLength);

/** Milliseconds of CPU since the process began: other programs on the machine do not count. */
const cpu = () => { const { user, system } = process.cpuUsage(); return (user + system) / 1000; };

const at = (sorted, part) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))].toFixed(1);

console.log('| program | model | steps | run, s of CPU | snapshots | the newest, MB | the others, bytes / step | events, bytes / step | a moment, ms of CPU: median | 95 % | longest |');
console.log('|---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|');
for (const [name, source] of Object.entries(PROGRAMS)) {
  for (const model of ['3.14', '3.14t']) {
    const refused = glue.trace_start(source, JSON.stringify({ model, cores: 2, memoryLimitMB: 64, filename: 'main.py' }));
    if (refused) throw new Error(refused);
    const snapshots = new Snapshots(memory, parts);
    snapshots.take(0);
    const begun = cpu();
    let last = begun, steps = 0, collections = 0;
    for (;;) {
      const earlier = glue.trace_collections();
      if (glue.trace_run(SLICE_STEPS) || (steps = glue.trace_position()) >= MOST_STEPS) break;
      const now = glue.trace_collections();
      if (due(cpu() - last, now - collections, now > earlier)) {
        snapshots.take(steps);
        last = cpu();
        collections = now;
      }
    }
    steps = glue.trace_position();
    glue.trace_stop();
    const seconds = (cpu() - begun) / 1000;
    snapshots.take(steps);
    let events = 0;
    for (let batch; (batch = glue.trace_events()).length;) events += batch.length;
    const times = [];
    for (let i = 0, position = 12345; i < MOMENTS; i++) {
      position = (position * 48271) % 2147483647;
      const to = Math.floor(position / 2147483647 * steps);
      const asked = cpu();
      const before = Math.max(0, to - 1), now = glue.trace_position();
      if (now > before || snapshots.before(before) > now) snapshots.restore(before);
      glue.trace_run_to(before);
      JSON.parse(glue.trace_moment(to));
      times.push(cpu() - asked);
    }
    times.sort((a, b) => a - b);
    console.log(`| ${name} | ${model} | ${steps} | ${seconds.toFixed(1)} | ${snapshots.positions.length} | ${(snapshots.newestBytes / 2 ** 20).toFixed(1)} | ${(snapshots.bytes / steps).toFixed(2)} | ${(events / steps).toFixed(3)} | ${at(times, 0.5)} | ${at(times, 0.95)} | ${at(times, 1)} |`);
  }
}
