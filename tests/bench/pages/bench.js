// A page with one engine, which does what the server asks it to do.
const query = new URLSearchParams(location.search);
const key = query.get('key');

/** Each engine: load(), run(source, options) -> { stdout, error, wall }, and what else it can. */
const ENGINES = {
  gilscope() {
    let scope;
    return {
      async load(options) {
        const { Gilscope } = await import('/gilscope/gilscope.js');
        scope = await Gilscope.create(options ?? {});
      },
      async run(source, options = {}) {
        const begun = performance.now();
        const result = await scope.run(source, { memoryLimitMB: 512, ...options });
        return { stdout: result.stdout, error: result.exit ? result.stderr || result.ended : null, wall: performance.now() - begun, inner: result.wall_ns / 1e6, stats: result.stats };
      },
      version: async () => `${scope.threads} workers`,
      /** A program that never ends, stopped: from stop() to the result. */
      async stop({ source, afterMs }) {
        const running = scope.run(source);
        await new Promise((resolve) => setTimeout(resolve, afterMs));
        longest = 0;
        const begun = performance.now();
        scope.stop();
        const result = await running;
        return { ms: performance.now() - begun, ended: result.ended };
      },
    };
  },
  pyodide() {
    let py;
    let out = '';
    return {
      async load() {
        const { loadPyodide } = await import('/pyodide/pyodide.mjs');
        py = await loadPyodide({ indexURL: '/pyodide/' });
        py.setStdout({ batched: (text) => { out += `${text}\n`; } });
        py.setStderr({ batched: (text) => { out += `${text}\n`; } });
      },
      async run(source) {
        out = '';
        let error = null;
        const globals = py.globals.get('dict')();
        globals.set('__name__', '__main__');
        const begun = performance.now();
        try { py.runPython(source, { globals }); } catch (e) { error = e.message; }
        const wall = performance.now() - begun;
        globals.destroy();
        return { stdout: out, error, wall };
      },
      version: async () => `${py.version}, CPython ${py.runPython('import sys; sys.version.split()[0]')}`,
    };
  },
};

// The longest time for which this page could not react.
let last = performance.now();
let longest = 0;
setInterval(() => { const now = performance.now(); longest = Math.max(longest, now - last - 5); last = now; }, 5);

const engine = ENGINES[query.get('engine')]?.();
const actions = {
  burn: (ms) => { const end = performance.now() + ms; while (performance.now() < end); return true; },
  load: async (options) => { await engine.load(options); return true; },
  run: ({ source, options }) => engine.run(source, options),
  version: () => engine.version(),
  stop: (request) => engine.stop(request),
  blocked,
  openTimeline,
  gesture,
  closeTimeline: () => { timeline.frame.remove(); return true; },
  gestures: () => Object.keys(GESTURES),
  block: () => { const value = longest; longest = 0; return value; },
  go: (url) => { setTimeout(() => { location.href = url; }, 0); return true; },
  firstLine: () => firstLine,
};

/** The page itself in a frame, with this program, ready to run it. `find` waits for an element of it. */
async function openPage(source, link) {
  const code = btoa(String.fromCharCode(...new Uint8Array(await new Response(new Blob([source]).stream().pipeThrough(new CompressionStream('deflate-raw'))).arrayBuffer()))).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
  const frame = document.createElement('iframe');
  frame.style = 'width: 1280px; height: 900px; border: 0';
  frame.src = `/gilscope/index.html#v=1&${link}&code=${code}`;
  document.body.append(frame);
  const find = async (selector) => {
    for (;;) {
      const found = frame.contentDocument?.querySelector(selector);
      if (found) return found;
      await pause(20);
    }
  };
  await Promise.all([find('.engine-line[data-engine=threads]'), find('.cm-content')]);
  await pause(500);
  const stop = () => frame.contentDocument.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
  return { frame, find, stop, run: async () => (await find('.actions button')).click() };
}

/**
 * Its Run button pressed, after a while Esc. For how long it could not react, while the program ran and after; a task of a
 * frame of our own origin is told to us too.
 */
async function blocked({ source, link, runMs, restMs }) {
  const { frame, find, stop, run } = await openPage(source, link);
  let task = 0;
  const observer = new PerformanceObserver((list) => { for (const entry of list.getEntries()) task = Math.max(task, entry.duration); });
  observer.observe({ type: 'longtask' });
  await run();
  await pause(runMs);
  stop();
  const result = await find('.result[data-ended]');
  await pause(restMs);
  for (const entry of observer.takeRecords()) task = Math.max(task, entry.duration);
  observer.disconnect();
  const { ended } = result.dataset;
  frame.remove();
  return { longestMs: task, ended };
}

/** The timeline of a run, stopped once there were more events than are kept, and what the wheel does with it. */
let timeline;

async function openTimeline({ source, link, runMs }) {
  const { frame, find, stop, run } = await openPage(source, link);
  await run();
  await pause(runMs);
  stop();
  await find('.result[data-ended]');
  // What was not kept is told when the lanes of the rest have been put together.
  const lost = () => [...frame.contentDocument.querySelectorAll('.timeline .hint')].some((hint) => hint.textContent.includes('not shown'));
  for (let i = 0; !lost(); i++) {
    if (i === 1000) throw new Error('the run had fewer events than are kept');
    await pause(20);
  }
  const stage = await find('.stage');
  stage.scrollIntoView();
  await pause(1000);
  timeline = { frame, stage };
  return true;
}

const wheel = (at, deltaX, deltaY) => {
  const { frame, stage } = timeline;
  const { left, top, width } = stage.getBoundingClientRect();
  stage.dispatchEvent(new frame.contentWindow.WheelEvent('wheel', { bubbles: true, cancelable: true, clientX: left + width * at, clientY: top + 60, deltaX, deltaY }));
};

// 120 steps of 60 lead from the whole run to a few microseconds of it.
const GESTURES = {
  'zooming in': (i) => wheel(0.3 + 0.1 * Math.sin(i), 0, i < 120 ? -60 : -1),
  'zooming out': (i) => wheel(0.6, 0, i < 120 ? 60 : 1),
  'in and out': (i) => wheel(0.5, 0, i % 60 < 30 ? -60 : 58),
  moving: (i) => wheel(0.5, i % 60 < 30 ? 60 : -60, 0),
};

/** A step of a gesture each frame: the times from frame to frame, and for how long of each the page's thread was busy. */
async function gesture({ name, steps }) {
  const thread = timeline.frame.contentWindow;
  // At the end of the run the wheel scrolls the page, until it has rested.
  await pause(500);
  const [between, busy] = [[], []];
  const { port1, port2 } = new MessageChannel();
  let last = null;
  for (let i = 0; i < steps; i++) {
    await new Promise((resolve) => thread.requestAnimationFrame((begun) => {
      if (last !== null) between.push(begun - last);
      last = begun;
      const from = performance.now();
      GESTURES[name](i);
      // A message comes after the frame's drawing.
      port1.onmessage = () => { busy.push(performance.now() - from); resolve(); };
      port2.postMessage(null);
    }));
  }
  port1.close();
  return { between, busy };
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function obey() {
  for (;;) {
    const answer = await fetch(`/control/next?key=${key}`, { cache: 'no-store' });
    const { id, action, argument } = await answer.json();
    let reply;
    try { reply = { id, value: (await actions[action](argument)) ?? null }; } catch (error) { reply = { id, error: String(error?.stack ?? error) }; }
    await fetch(`/control/done?key=${key}`, { method: 'POST', body: JSON.stringify(reply) });
    if (action === 'go') return;
  }
}

/** From the navigation to the first printed line, for pages that are asked to measure it. */
const firstLine = query.has('first') ? (async () => {
  await engine.load();
  const { stdout } = await engine.run('print(1 + 1)\n');
  document.getElementById('out').textContent = stdout;
  return { ms: performance.now(), stdout };
})() : null;

if (key) obey();
