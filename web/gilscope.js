// Gilscope's engine as an ES module: what the page, an embedding course and the tests use. It loads nothing of the
// page, registers no service worker and never reloads its host.

const ASSETS = new URL('./assets/', import.meta.url);

/** More than this of a program's output is not kept in the result; it is still given to `onOutput`. */
const OUTPUT_LIMIT = 16 << 20;
/** A run that does not end so long after `stop()` costs its engine. */
const STOP_GRACE_MS = 250;
/** The same after its time limit: the engine sees to that itself, if it can. */
const TIME_LIMIT_GRACE_MS = 250;
/** A memory never shrinks, so an engine whose program has used more than this is replaced when it is idle. */
const REPLACE_ABOVE_BYTES = 256 << 20;
/** The same once so much of the address space is taken: the heap reserves its limit, which costs nothing until used. */
const REPLACE_ABOVE_RESERVED_BYTES = 640 << 20;
/**
 * Firefox loses a worker that is starting about once in fifty times. A pool that has not come up so long after its engine
 * was there is given up and another is tried; each gets twice as long as the one before.
 */
const POOL_START_MS = 1500;
const POOL_ATTEMPTS = 4;
/** The same for the simulator's worker. */
const TRACE_START_MS = 2500;
const TRACE_ATTEMPTS = 4;
/** More workers than this cost memory and start-up time, and teach nothing more. */
const MOST_THREADS = 16;

// Words in the engine's memory, written while a program runs. See crates/protocol/README.md.
const CONTROL = { stop: 0, gil: 1, intervalUs: 2 };
const STOP = { none: 0, stopped: 1, timeLimit: 2 };
const GIL = { model: 0, on: 1, off: 2 };

const MODELS = ['3.9', '3.10', '3.14', '3.14t', 'every', 'naive'];
const OPTIONS = ['engine', 'osPolicy', 'schedule', 'gil', 'model', 'cores', 'seed', 'switchIntervalMs', 'timeLimitMs', 'memoryLimitMB', 'stdin', 'filename', 'onOutput', 'onEvents', 'onProgress', '__panic'];

// Firefox collects a worker that shares a memory and that nothing names (bugzilla 1702191), also one that is starting.
const workers = new Set();

/** Wrong use of this module; `code` says which. A program's own failure is never an error here. */
export class GilscopeError extends Error {
  constructor(code, message) {
    super(message);
    this.name = 'GilscopeError';
    this.code = code;
  }
}

export class Gilscope {
  #engine = null;
  #ready = null;
  #run = null;
  #modules = {};
  #wanted;
  #threads = 0;
  #checks = new Map();
  #serial = 0;
  #disposed = false;
  #tracing = null;

  constructor(wanted) { this.#wanted = wanted; }

  /** Loads the engine. `threads` asks for a number of workers; 0 for the engine without threads. */
  static async create({ threads } = {}) {
    if (threads !== undefined && !(Number.isInteger(threads) && threads >= 0)) throw wrong('threads', 'a whole number, 0 or more');
    const wanted = self.crossOriginIsolated ? Math.min(threads ?? Math.max(navigator.hardwareConcurrency || 2, 2), MOST_THREADS) : 0;
    const scope = new Gilscope(wanted);
    await scope.#boot();
    return scope;
  }

  /** How many workers run Python; 0 without isolation, and then `real` runs on one thread. */
  get threads() { return this.#threads; }

  /** Whether a program is running. */
  get busy() { return this.#run !== null; }

  /** Runs a program. Resolves with its result whatever it did; rejects only for wrong use. */
  async run(source, options = {}) {
    if (this.#disposed) throw new GilscopeError('disposed', 'this scope was disposed of');
    if (this.#run) throw new GilscopeError('busy', 'busy: a program is running in this scope; stop() it or await it');
    if (typeof source !== 'string') throw wrong('source', 'a string');
    const request = checked(options);
    if (request.engine === 'sim') return this.#simulate(source, request, options);
    return new Promise((resolve) => {
      const run = this.#run = { id: ++this.#serial, request, options, resolve, begun: performance.now(), stdout: new LongText(), stderr: new LongText(), kept: 0, truncated: false, stopping: STOP.none, timers: [] };
      this.#ready.then(() => {
        if (this.#run !== run) return;
        if (run.stopping) return this.#finish(ending(run, 'stopped', 130, this.#threads));
        this.#engine.worker.postMessage({ type: 'run', id: run.id, source, options: request });
        if (request.timeLimitMs) run.timers.push(setTimeout(() => this.#abandon('time_limit', 124), request.timeLimitMs + TIME_LIMIT_GRACE_MS));
      }, (error) => this.#fail(error.message));
    });
  }

  /** A simulated run, in the simulator's own worker. */
  async #simulate(source, request, options) {
    const trace = new Trace(source, request);
    const run = this.#run = { id: ++this.#serial, request, options, begun: performance.now(), stdout: [], stderr: [], timers: [], simulated: trace };
    try {
      await trace.ready;
      if (trace.refused && !trace.result) return { ...ending(run, 'usage', 2, 1), stderr: `gilscope: ${trace.refused}\n` };
      for (const [stream, thread, text] of await trace.output()) guard(options.onOutput, { stream, thread, text });
      for (const batch of await trace.events()) guard(options.onEvents, batch);
      return { ...trace.result, wall_ns: Math.round((performance.now() - run.begun) * 1e6) };
    } catch (error) {
      const result = ending(run, 'engine_failed', 70, 1);
      return { ...result, stderr: `gilscope: ${error.message}\n` };
    } finally {
      trace.close();
      this.#run = null;
    }
  }

  /** Ends the running program: it resolves with exit 130 and its output so far. With none running, does nothing. */
  stop() {
    this.#tracing?.stop();
    if (!this.#run || this.#run.stopping) return;
    if (this.#run.simulated) return this.#run.simulated.stop();
    this.#run.stopping = STOP.stopped;
    this.#control(CONTROL.stop, STOP.stopped);
    this.#run.timers.push(setTimeout(() => this.#abandon('stopped', 130), STOP_GRACE_MS));
  }

  /** Changes the GIL or the switch interval of the running program. */
  set({ gil, switchIntervalMs } = {}) {
    if (!this.#run) return;
    if (gil !== undefined) this.#control(CONTROL.gil, gil ? GIL.on : GIL.off);
    if (switchIntervalMs !== undefined) this.#control(CONTROL.intervalUs, Math.max(1, Math.round(positive('switchIntervalMs', switchIntervalMs) * 1000)));
  }

  /** What is wrong with a source text, without running it: `[{kind, message, line, column, endLine, endColumn}]`. */
  async check(source) {
    if (typeof source !== 'string') throw wrong('source', 'a string');
    try { await this.#ready; } catch { return []; }
    const id = ++this.#serial;
    return new Promise((resolve) => {
      this.#checks.set(id, resolve);
      this.#engine.worker.postMessage({ type: 'check', id, source });
    });
  }

  /**
   * Simulates a program to its end and keeps the way there: a {@link Trace}, which shows any moment of it. Options as for
   * `run`, with `schedule` to have a run again exactly. `stop()` cuts it short meanwhile, and `onProgress` is told
   * `{ steps }` now and then.
   */
  async trace(source, options = {}) {
    if (this.#disposed) throw new GilscopeError('disposed', 'this scope was disposed of');
    if (typeof source !== 'string') throw wrong('source', 'a string');
    const trace = this.#tracing = new Trace(source, checked({ ...options, engine: 'sim' }), options.onProgress);
    try { await trace.ready; } finally { if (this.#tracing === trace) this.#tracing = null; }
    return trace;
  }

  /** Lets go of the engine. A running program ends as if stopped. */
  dispose() {
    this.#disposed = true;
    if (this.#run?.simulated) this.#run.simulated.close();
    else if (this.#run) this.#finish(ending(this.#run, 'stopped', 130, this.#threads));
    this.#drop();
  }

  #boot() {
    this.#ready = this.#start(this.#wanted, POOL_ATTEMPTS);
    // Whoever awaits it hears of a failure; with nobody waiting it is no unhandled rejection.
    this.#ready.catch(() => {});
    return this.#ready;
  }

  /** Starts an engine; if its pool does not come up, another, and in the end one without threads. */
  #start(wanted, attempts) {
    const worker = newWorker(new URL('engine-worker.js', ASSETS));
    workers.add(worker);
    const engine = this.#engine = { worker, words: null, alive: false };
    return new Promise((resolve, reject) => {
      let timer;
      worker.onmessage = ({ data }) => {
        if (this.#engine !== engine) return;
        if (data.type === 'ready') {
          clearTimeout(timer);
          this.#threads = data.threads;
          this.#modules[data.threads ? 'threaded' : 'single'] = data.module;
          engine.alive = true;
          if (data.memory) engine.words = new Int32Array(data.memory.buffer, data.control, 4);
          resolve();
        } else if (data.type === 'starting') {
          timer = setTimeout(() => {
            if (this.#engine !== engine || engine.alive) return;
            this.#drop();
            this.#start(attempts > 1 ? wanted : 0, Math.max(attempts - 1, 1)).then(resolve, reject);
          }, POOL_START_MS * 2 ** (POOL_ATTEMPTS - attempts));
        } else if (data.type === 'unbootable') {
          clearTimeout(timer);
          reject(new GilscopeError('unbootable', `the engine cannot be loaded: ${data.message}`));
        } else this.#receive(data);
      };
      worker.onerror = (event) => {
        event.preventDefault?.();
        const message = event.message || 'its script cannot be loaded';
        // An engine that never came is not replaced by itself: the next one would not come either.
        if (!engine.alive) reject(new GilscopeError('unbootable', `the engine cannot be loaded: ${message}`));
        else if (this.#engine === engine) this.#fail(message);
      };
      worker.postMessage({ type: 'boot', wanted, modules: this.#modules });
    });
  }

  #drop() {
    if (this.#engine) workers.delete(this.#engine.worker);
    this.#engine?.worker.terminate();
    this.#engine = null;
    for (const resolve of this.#checks.values()) resolve([]);
    this.#checks.clear();
  }

  #replace() {
    this.#drop();
    if (!this.#disposed) this.#boot();
  }

  #receive(message) {
    if (message.type === 'checked') {
      this.#checks.get(message.id)?.(message.diagnostics);
      return void this.#checks.delete(message.id);
    }
    if (message.type === 'failed') return this.#fail(message.message);
    const run = this.#run;
    if (run?.id !== message.id) return;
    if (message.type === 'result') {
      run.stderr.push(message.result.stderr);
      this.#finish({ ...message.result, ...texts(run), truncated: run.truncated });
      const { peak_bytes: used } = message.result.stats;
      if (message.stuck || used > REPLACE_ABOVE_BYTES || message.memoryBytes > REPLACE_ABOVE_RESERVED_BYTES) this.#replace();
      return;
    }
    const { worker } = this.#engine;
    const begun = performance.now();
    if (message.type === 'output') this.#output(run, message.chunks);
    if (message.type === 'events') guard(run.options.onEvents, message.batch);
    const ack = () => worker.postMessage({ type: 'ack', id: run.id, bytes: message.bytes });
    // What took long is followed by a pause of that length: half of the page's time stays for its reader.
    const took = performance.now() - begun;
    if (took < 1) ack(); else setTimeout(ack, took);
  }

  #output(run, chunks) {
    for (const [stream, thread, text] of chunks) {
      const room = OUTPUT_LIMIT - run.kept;
      if (text.length > room) run.truncated = true;
      if (room > 0) {
        run[stream].push(text.length > room ? text.slice(0, room) : text);
        run.kept += Math.min(text.length, room);
      }
      guard(run.options.onOutput, { stream, thread, text });
    }
  }

  #control(word, value) {
    const { worker, words, alive } = this.#engine ?? {};
    // While an engine boots nothing runs in it yet: a run that was stopped by then does not begin.
    if (!alive) return;
    // With threads the word is written at once, even if the engine's worker is busy; without, between two slices.
    if (words) { Atomics.store(words, word, value); Atomics.notify(words, word); }
    else worker.postMessage({ type: 'control', word, value });
  }

  /** The engine did not end the run by itself: it is replaced. */
  #abandon(ended, exit) {
    if (!this.#run) return;
    const result = ending(this.#run, ended, exit, this.#threads);
    this.#replace();
    this.#finish(result);
  }

  /** The engine has failed: what ran is told so, and the next run gets a fresh one. */
  #fail(message) {
    const run = this.#run;
    this.#replace();
    if (!run) return;
    const result = ending(run, 'engine_failed', 70, this.#threads);
    result.stderr += `gilscope: the engine has failed: ${message}\ngilscope: this is a fault of Gilscope, not of the program. Run it again: a fresh engine has been started.\n`;
    this.#finish(result);
  }

  #finish(result) {
    const run = this.#run;
    this.#run = null;
    run.timers.forEach(clearTimeout);
    run.resolve(result);
  }
}

/** A simulated run and every moment of it. Positions count executed instructions, from 0 to `steps`. */
export class Trace {
  steps = 0;
  /** The position at which the program's own first line begins. */
  first = 0;
  schedule = null;
  /** The result as `run` gives it. */
  result = null;
  /** Why the schedule that was given cannot be replayed, or null. */
  refused = null;
  /** Why the run was cut before its end: 'stopped', 'steps' or 'time', after the most that is kept; or null. */
  cut = null;
  /** Of the output only the beginning was kept. */
  outputCut = false;
  /** There were more events than are kept: up to this virtual time they tell only what lasted longest; or null. */
  thinnedUntilNs = null;
  /** What is to be said of the run as a whole, in sentences: why a race did not show, what was never freed. */
  notes = [];
  /** For each of the notes the first position that shows it, or null. */
  shownAt = [];
  #worker;
  #answers = new Map();
  #serial = 0;
  #output = [];
  #lines = [];
  #events = [];

  constructor(source, request, onProgress) {
    this.#spawn(onProgress, TRACE_ATTEMPTS);
    // Of the memory limit only as much as stepping back can afford.
    const options = { ...request, cores: request.cores ?? 2, memoryLimitMB: Math.min(request.memoryLimitMB, 64) };
    this.ready = this.#ask('start', { source, options: JSON.stringify(options) }).then((value) => this.#take(value));
  }

  /** Starts the worker; if nothing is heard of it, another, which is asked the same. */
  #spawn(onProgress, attempts) {
    const worker = this.#worker = newWorker(new URL('trace-worker.js', ASSETS));
    workers.add(worker);
    const late = attempts > 1 && setTimeout(() => {
      if (this.#worker !== worker) return;
      workers.delete(worker);
      worker.terminate();
      this.#spawn(onProgress, attempts - 1);
      for (const { message } of this.#answers.values()) this.#worker.postMessage(message);
    }, TRACE_START_MS * 2 ** (TRACE_ATTEMPTS - attempts));
    worker.onmessage = ({ data }) => {
      clearTimeout(late);
      if (data.type === 'awake') return;
      if (data.type === 'failed' && data.id === undefined) return this.#fail(data.message);
      if (data.type === 'progress') return guard(onProgress, { steps: data.steps });
      const answer = this.#answers.get(data.id);
      this.#answers.delete(data.id);
      if (data.type === 'answer') answer?.resolve(data.value);
      else answer?.reject(new GilscopeError('engine', `the simulator has failed: ${data.message}`));
    };
    worker.onerror = (event) => { clearTimeout(late); event.preventDefault?.(); this.#fail(event.message || 'its script cannot be loaded'); };
  }

  /** The moment at a position; see crates/protocol/src/moment.rs. */
  at(position) { return this.#ask('at', { position }); }

  /** The moment that a step leads to: 'bytecode', 'line', 'switch' or {thread}, so often, back if negative. */
  move(from, unit, count) { return this.#ask('move', { from, unit, count }); }

  /** The last position that is not later than so many virtual nanoseconds. */
  positionAt(ns) { return this.#ask('positionAt', { ns }); }

  /** Another run: the same up to a position, where the thread goes on. This one is over. */
  async choose(position, thread) {
    const value = await this.#ask('choose', { position, thread });
    if (value.steps === undefined) throw new GilscopeError('usage', value.refused);
    this.#take(value);
    return this;
  }

  /** The steps of the line that a thread is on: see `StepView` in crates/protocol/src/moment.rs. */
  lineSteps(position, thread) { return this.#ask('steps', { position, thread }); }

  /** How far a thread has come at a position, in terms that other runs of the program share. */
  place(position, thread) { return this.#ask('place', { position, thread }); }

  /** The moment at which a thread has come to a place of another run; null: in this one it never does. */
  find(place) { return this.#ask('find', { place }); }

  /** All output: `[[stream, thread, text, position], …]`. */
  async output() { return this.#output; }

  /** Events in batches, in the format of crates/trace; times are virtual. */
  async events() { return this.#events; }

  /** Lines at which the GIL may be given up. */
  async lines() { return { polls: this.#lines }; }

  /** Cuts the simulation short. */
  stop() { this.#worker?.postMessage({ type: 'stop' }); }

  close() {
    if (!this.#worker) return;
    workers.delete(this.#worker);
    this.#worker.terminate();
    this.#worker = null;
    this.#fail('it was closed');
  }

  #take({ steps = 0, first = 0, schedule = null, refused = null, notes = [], shown_at: shownAt = [], cut = null, output_cut: outputCut = false, thinned_until_ns: thinnedUntilNs = null, result = null, output = [], lines = [], events = [] }) {
    Object.assign(this, { steps, first, schedule, refused, notes, shownAt, cut, outputCut, thinnedUntilNs, result });
    [this.#output, this.#lines, this.#events] = [output, lines, events];
  }

  #ask(type, message) {
    if (!this.#worker) return Promise.reject(new GilscopeError('disposed', 'this trace was closed'));
    const id = ++this.#serial;
    return new Promise((resolve, reject) => {
      const question = { ...message, type, id };
      this.#answers.set(id, { resolve, reject, message: question });
      this.#worker.postMessage(question);
    });
  }

  #fail(message) {
    for (const { reject } of this.#answers.values()) reject(new GilscopeError('engine', `the simulator has failed: ${message}`));
    this.#answers.clear();
  }
}

/** The result of a run that its engine could not conclude. */
function ending(run, ended, exit, threads) {
  return {
    ...texts(run), exit, ended, truncated: run.truncated, engine: run.request.engine, model: run.request.model,
    cores: Math.max(1, Math.min(run.request.cores ?? threads, threads)), wall_ns: Math.round((performance.now() - run.begun) * 1e6),
    virtual_ns: null, seed: run.request.seed, schedule: null, trace_hash: null, stats: {},
  };
}

/** A long text that comes in pieces. Millions of small ones would take long to join at the end: it is done by the way. */
class LongText {
  #joined = [];
  #fresh = [];

  push(piece) {
    if (this.#fresh.push(piece) === 1024) this.#joined.push(this.#fresh.splice(0).join(''));
  }

  // In one piece: of two that are added somebody would have to make one later.
  toString() { return [...this.#joined, ...this.#fresh].join(''); }
}

const texts = (run) => ({ stdout: `${run.stdout}`, stderr: `${run.stderr}` });

/** A caller's own function must not end the run. */
function guard(action, value) {
  try { action?.(value); } catch (error) { reportError(error); }
}

/** A worker may only be made from its page's origin; a module of another origin is imported by a small one of ours. */
function newWorker(url) {
  if (url.origin === location.origin) return new Worker(url, { type: 'module', name: 'gilscope' });
  const shim = URL.createObjectURL(new Blob([`import ${JSON.stringify(url.href)};`], { type: 'text/javascript' }));
  const worker = new Worker(shim, { type: 'module', name: 'gilscope' });
  setTimeout(() => URL.revokeObjectURL(shim), 60_000);
  return worker;
}

/** The request that the engine gets, in its own terms; wrong use is named. */
function checked(options) {
  for (const name of Object.keys(options)) if (!OPTIONS.includes(name)) throw new GilscopeError('usage', `unknown option '${name}'`);
  const { engine = 'real', gil, model, cores, seed = 0, switchIntervalMs = 5, timeLimitMs, memoryLimitMB = 256, stdin = '', filename = 'main.py', osPolicy, schedule, onOutput, onEvents, onProgress, __panic } = options;
  if (!['real', 'sim'].includes(engine)) throw wrong('engine', "'real' or 'sim'");
  if (gil !== undefined && typeof gil !== 'boolean') throw wrong('gil', 'true or false');
  if (model !== undefined && !MODELS.includes(model)) throw wrong('model', `one of ${MODELS.join(', ')}`);
  if (gil !== undefined && model !== undefined) throw new GilscopeError('usage', "options 'gil' and 'model' exclude each other");
  if (engine === 'real' && model === 'naive') throw new GilscopeError('usage', "the model 'naive' exists in the simulator alone");
  if (cores !== undefined && !(Number.isInteger(cores) && cores >= 1)) throw wrong('cores', 'a whole number, 1 or more');
  if (!(Number.isSafeInteger(seed) && seed >= 0)) throw wrong('seed', 'a whole number, 0 or more');
  for (const [name, text] of Object.entries({ stdin, filename })) if (typeof text !== 'string') throw wrong(name, 'a string');
  for (const [name, action] of Object.entries({ onOutput, onEvents, onProgress })) if (action !== undefined && typeof action !== 'function') throw wrong(name, 'a function');
  const request = { engine, model: model ?? (gil === false ? '3.14t' : '3.14'), seed, switchIntervalMs: positive('switchIntervalMs', switchIntervalMs), memoryLimitMB: Math.ceil(positive('memoryLimitMB', memoryLimitMB)), stdin, filename, events: Boolean(onEvents) };
  if (cores !== undefined) request.cores = cores;
  for (const [name, text] of Object.entries({ osPolicy, schedule })) {
    if (text === undefined || text === null) continue;
    if (typeof text !== 'string') throw wrong(name, 'a string');
    if (engine !== 'sim') throw new GilscopeError('usage', `option '${name}' is the simulator's`);
    request[name] = text;
  }
  if (timeLimitMs !== undefined && timeLimitMs !== null) request.timeLimitMs = positive('timeLimitMs', timeLimitMs);
  if (__panic) request.__panic = __panic;
  return request;
}

function positive(name, value) {
  if (!(typeof value === 'number' && value > 0 && value < Infinity)) throw wrong(name, 'a number above 0');
  return value;
}

const wrong = (name, right) => new GilscopeError('usage', `option '${name}' must be ${right}`);
