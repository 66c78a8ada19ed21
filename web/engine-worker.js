// The engine's worker: owns the memory, the pool of thread workers and the module that runs Python. It speaks with
// gilscope.js alone; the messages are described in crates/protocol/README.md.

import { attachRest, compile } from './rest.js';

/** What the shared memory may grow to: the first of these that the browser grants. */
const MAXIMUM_MB = [1024, 512, 256];
/** Output on its way to the page that has not been acknowledged: more than this is kept back here. */
const WINDOW_BYTES = 512 << 10;
/** One message carries at most about so much, so that the page is never busy for long. */
const BATCH_BYTES = 64 << 10;
/** What a piece of output costs the page beside its text: two threads that print a letter in turn make very many. */
const CHUNK_COST = 64;
/** How long the engine without threads runs before it looks at its messages. */
const SLICE_MS = 8;
/** So many pieces of output of a slice are handed on at once: a native call that never ends may come after any of them. */
const DIRECT = 32;
/** With threads, how often output is collected; more often while a run is young, so that short ones are over soon. */
const POLL_MS = 4;
const EAGER_MS = 25;

/** A worker that has not come back so long after the run's end is stuck in a native call: this engine is done for. */
const STUCK_AFTER_MS = 100;

let engine;
let threads = 0;
let memory;
let run = null;
// Firefox collects a worker that shares a memory and that nothing names (bugzilla 1702191), also one that is starting.
const pool = [];
/** The timer of the next turn. */
let timer = null;

// Called by the module before a panic's trap.
self.gilscopePanic = (message) => postMessage({ type: 'failed', message });

// Called by the module without threads when something was printed, in the middle of a slice.
self.gilscopeOutput = () => { if (run && run.direct-- > 0) handOn(); };

const failed = (error) => postMessage({ type: 'failed', message: String(error?.message ?? error) });

const handlers = {
  boot: (message) => boot(message).catch((error) => postMessage({ type: 'unbootable', message: String(error?.message ?? error) })),
  run: guarded(begin),
  control: guarded(({ word, value }) => {
    engine.set_control(word, value);
    // A program that sleeps hears of it at once.
    if (timer !== null) pump();
  }),
  ack: ({ id, bytes }) => { if (run?.id === id) run.inFlight -= bytes; },
  check: guarded(({ id, source }) => postMessage({ type: 'checked', id, diagnostics: engine.check(source) })),
};

onmessage = ({ data }) => handlers[data.type]?.(data);

/** A trap in the module ends its use: it is reported, and the page replaces this worker. */
function guarded(action) {
  return (message) => {
    try { return action(message); } catch (error) { run = null; failed(error); }
  };
}

async function boot({ wanted, modules }) {
  let module;
  if (wanted > 0 && self.crossOriginIsolated) {
    try {
      module = await bootThreaded(wanted, modules.threaded);
    } catch (error) {
      // No memory that large, or no nested workers: one thread still works.
      console.info('gilscope: no threads here:', error);
      threads = 0;
      engine = null;
    }
  }
  if (!engine) module = await bootSingle(modules.single);
  postMessage({ type: 'ready', threads, module, memory: threads ? memory : null, control: engine.control_address() });
}

async function bootThreaded(wanted, module) {
  const url = new URL('./threaded/engine_bg.wasm', import.meta.url);
  const [glue, compiled] = await Promise.all([import('./threaded/engine.js'), module ?? compile(url)]);
  memory = sharedMemory(glue.INITIAL_PAGES);
  attachRest(await glue.default({ module_or_path: compiled, memory }), new URL('./threaded/engine_rest.wasm', import.meta.url));
  glue.boot();
  postMessage({ type: 'starting' });
  await startPool(glue, wanted);
  engine = glue;
  threads = wanted;
  return compiled;
}

async function bootSingle(module) {
  const url = new URL('./single/engine_bg.wasm', import.meta.url);
  const [glue, compiled] = await Promise.all([import('./single/engine.js'), module ?? compile(url)]);
  const exports = await glue.default({ module_or_path: compiled });
  attachRest(exports, new URL('./single/engine_rest.wasm', import.meta.url));
  memory = exports.memory;
  glue.boot();
  engine = glue;
  return compiled;
}

function sharedMemory(initial) {
  let refusal;
  for (const megabytes of MAXIMUM_MB) {
    try {
      return new WebAssembly.Memory({ initial, maximum: megabytes * 16, shared: true });
    } catch (error) { refusal = error; }
  }
  throw refusal;
}

/**
 * Starts wasm-bindgen-rayon's pool with our own script for its workers: in the one it brings along, a trap is an
 * unhandled rejection that nobody hears of, and the run would never end.
 */
async function startPool(glue, size) {
  const NativeWorker = self.Worker;
  const script = new URL('./pool-worker.js', import.meta.url);
  let reject;
  const stillborn = new Promise((_, no) => { reject = no; });
  self.Worker = class extends NativeWorker {
    constructor(_url, options) {
      super(script, options);
      pool.push(this);
      this.addEventListener('message', ({ data }) => { if (data?.type === 'failed') poolFailed(reject, data.message); });
      this.addEventListener('error', (event) => { event.preventDefault(); poolFailed(reject, event.message || 'a thread worker has failed'); });
    }
  };
  try { await Promise.race([glue.initThreadPool(size), stillborn]); } finally { self.Worker = NativeWorker; }
}

/** While the pool is being started a failure means: no threads here. Later it ends the engine. */
function poolFailed(reject, message) {
  if (!engine) return reject(new Error(message));
  run = null;
  failed(message);
}

function begin({ id, source, options }) {
  if (options.__panic) engine.panic_for_test(options.__panic === 'worker');
  run = { id, inFlight: 0, direct: 0, begun: performance.now(), ended: null, deadline: performance.now() + (options.timeLimitMs ?? Infinity) };
  engine.start(source, options, threads);
  pump();
}

/** One turn of the loop that a run has here: run a slice if there are no threads, hand on what there is, come again. */
const pump = guarded(() => {
  clearTimeout(timer);
  timer = null;
  if (!run) return;
  run.direct = DIRECT;
  if (performance.now() >= run.deadline) {
    engine.time_is_up();
    run.deadline = Infinity;
  }
  const wait = threads ? (performance.now() - run.begun < EAGER_MS ? 1 : POLL_MS) : engine.step(SLICE_MS);
  handOn();
  // In this order: what was printed before the end is there when the end is seen.
  const result = engine.outcome();
  if (result && engine.drained()) {
    run.ended ??= performance.now();
    const stuck = !engine.quiet() && performance.now() - run.ended > STUCK_AFTER_MS;
    if (stuck || engine.quiet()) {
      const { id } = run;
      run = null;
      return postMessage({ type: 'result', id, result, stuck, memoryBytes: memory.buffer.byteLength });
    }
  }
  if (wait > 0 || run.inFlight >= WINDOW_BYTES) timer = setTimeout(pump, Math.min(Math.max(wait, 1), 20));
  else soon.port2.postMessage(null);
});

// A turn of the event loop without a timer's four milliseconds.
const soon = new MessageChannel();
soon.port1.onmessage = () => pump();

function handOn() {
  while (run.inFlight < WINDOW_BYTES) {
    const chunks = engine.take_output(BATCH_BYTES);
    if (!chunks) break;
    const bytes = chunks.reduce((sum, [, , text]) => sum + text.length + CHUNK_COST, 0);
    run.inFlight += bytes;
    postMessage({ type: 'output', id: run.id, chunks, bytes });
  }
  for (let batch; run.inFlight < WINDOW_BYTES && (batch = engine.take_events());) {
    run.inFlight += batch.length;
    postMessage({ type: 'events', id: run.id, batch, bytes: batch.length }, [batch.buffer]);
  }
}
