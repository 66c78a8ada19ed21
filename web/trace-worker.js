// The simulator's worker: runs a program once, keeps snapshots on the way, and then shows any moment of it. It uses the
// engine without threads, so it works wherever a worker does. Messages: crates/protocol/README.md.
import { attachRest, compile } from './rest.js';
import { due, partsOf, Snapshots } from './snapshots.js';

/** The engine runs so many instructions between two looks at the clock and the messages. */
const SLICE_STEPS = 20_000;
/** The most instructions of a run that are kept, and the most time that it may take: then it is cut. */
const MOST_STEPS = 20e6;
const MOST_MS = 8000;

let engine;
let memory;
let snapshots = null;
/** Where snapshots were taken: `[position, virtual ns]`, in rising order. */
let taken = [];
let steps = 0;
let stopped = false;

const booted = boot();

async function boot() {
  const [glue, module] = await Promise.all([
    import('./single/engine.js'),
    compile(new URL('./single/engine_bg.wasm', import.meta.url)),
  ]);
  self.gilscopePanic = (message) => postMessage({ type: 'failed', message });
  const exports = await glue.default({ module_or_path: module });
  attachRest(exports, new URL('./single/engine_rest.wasm', import.meta.url));
  memory = exports.memory;
  glue.boot();
  engine = glue;
}

const parts = () => partsOf(engine.trace_heap(), memory.buffer.byteLength);

const turn = () => new Promise((resolve) => { const { port1, port2 } = new MessageChannel(); port1.onmessage = () => { port1.close(); resolve(); }; port2.postMessage(null); });

function keep() {
  snapshots.take(steps);
  taken.push([steps, engine.trace_now_ns()]);
}

/** Runs on to the end from where the engine is, with snapshots on the way. */
async function runOn(id) {
  const begun = performance.now();
  let cut = null;
  let last = begun;
  let collections = engine.trace_collections();
  for (;;) {
    const earlier = engine.trace_collections();
    const ended = engine.trace_run(SLICE_STEPS);
    steps = engine.trace_position();
    if (ended) break;
    cut = stopped ? 'stopped' : steps >= MOST_STEPS ? 'steps' : performance.now() - begun > MOST_MS ? 'time' : null;
    if (cut) { engine.trace_stop(); break; }
    const now = engine.trace_collections();
    if (due(performance.now() - last, now - collections, now > earlier)) {
      keep();
      postMessage({ type: 'progress', id, steps });
      await turn();
      last = performance.now();
      collections = now;
    }
  }
  const summary = JSON.parse(engine.trace_summary());
  const result = JSON.parse(engine.trace_result());
  const output = JSON.parse(engine.trace_output());
  const lines = JSON.parse(engine.trace_poll_lines());
  const events = [];
  for (let batch; (batch = engine.trace_events()).length;) events.push(batch);
  keep();
  return { ...summary, cut, result, output, lines, events };
}

/** Brings the engine to a position at most: by a snapshot if it is beyond, or if one is nearer. */
function seek(position) {
  const at = engine.trace_position();
  if (at > position || snapshots.before(position) > at) snapshots.restore(position);
  engine.trace_run_to(position);
}

function moment(position) {
  const at = Math.max(0, Math.min(steps, position));
  seek(Math.max(0, at - 1));
  return JSON.parse(engine.trace_moment(at));
}

function target(from, unit, count) {
  const [name, thread] = typeof unit === 'object' ? ['thread', unit.thread] : [unit, 0];
  if (name === 'bytecode') return Math.max(0, Math.min(steps, from + count));
  let at = from;
  for (let i = 0; i < Math.abs(count); i++) {
    if (count > 0) {
      seek(at);
      // Positions may have been passed already: the engine knows them only as far as it has run.
      const next = engine.trace_forward(name, thread);
      if (next <= at) return steps;
      at = Math.min(next, steps);
    } else {
      seek(at);
      at = engine.trace_back(at, name, thread);
      if (at === 0) return 0;
    }
  }
  return at;
}

/** The last position that is not later than `ns`: found by running on from a snapshot in ever smaller parts. */
function positionAt(ns) {
  const after = taken.findIndex(([, time]) => time > ns);
  if (after < 0) return steps;
  let low = taken[after - 1]?.[0] ?? 0;
  let high = taken[after][0];
  while (high - low > 1) {
    const part = Math.ceil((high - low) / 4096);
    seek(low);
    for (let at = low; at < high; at += part) {
      engine.trace_run_to(Math.min(at + part, high));
      if (engine.trace_now_ns() > ns) { [low, high] = [at, Math.min(at + part, high)]; break; }
      if (at + part >= high) low = high;
    }
  }
  return low;
}

const handlers = {
  async start({ id, source, options }) {
    await booted;
    stopped = false;
    const refused = engine.trace_start(source, options);
    if (refused) return { refused };
    snapshots = new Snapshots(memory, parts);
    [steps, taken] = [0, []];
    keep();
    return runOn(id);
  },
  at: ({ position }) => moment(position),
  positionAt: ({ ns }) => positionAt(ns),
  move: ({ from, unit, count }) => moment(target(from, unit, count)),
  steps({ position, thread }) {
    seek(Math.max(0, Math.min(steps, position)));
    const begins = engine.trace_line_start(thread);
    if (begins < 0) return [];
    seek(begins);
    return JSON.parse(engine.trace_steps_of_line(thread));
  },
  place({ position, thread }) {
    seek(Math.max(0, Math.min(steps, position)));
    return JSON.parse(engine.trace_place(thread));
  },
  find({ place }) {
    // All lines are known where the run is over.
    snapshots.restore(steps);
    const begins = engine.trace_line_begins(place.thread, Math.max(1, place.lines));
    if (begins < 0) return null;
    // Who has begun no line yet is shown where it is about to begin the first.
    if (place.lines === 0) return moment(begins);
    seek(begins);
    return engine.trace_come_to(JSON.stringify(place)) ? moment(engine.trace_position()) : null;
  },
  async choose({ id, position, thread }) {
    const at = Math.max(0, Math.min(steps, position));
    seek(at);
    if (!engine.trace_choose(thread)) return { refused: 'that thread cannot go on there' };
    // What comes after is another run.
    snapshots.restore(at, true);
    taken = taken.filter(([position]) => position <= at);
    engine.trace_run_to(at);
    engine.trace_choose(thread);
    stopped = false;
    return runOn(id);
  },
};

// One after the other: the engine is only at one position at a time.
let queue = Promise.resolve();
onmessage = ({ data }) => {
  if (data.type === 'stop') { stopped = true; return; }
  queue = queue.then(async () => {
    try {
      postMessage({ type: 'answer', id: data.id, value: await handlers[data.type](data) });
    } catch (error) {
      postMessage({ type: 'failed', id: data.id, message: String(error?.message ?? error) });
    }
  });
};
postMessage({ type: 'awake' });
