// `node run.mjs [--rounds N] [suite …]`: measures and writes RESULTS.md. Started by `cargo xtask bench`.
// Suites: programs, startup, threads, stop, page, timeline, memory.
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import readline from 'node:readline';
import { fileURLToPath } from 'node:url';
import { open } from './lib/chromium.mjs';
import { serve, weight } from './lib/server.mjs';
import { geomean, load, median, percentile, table } from './lib/stats.mjs';

const HERE = path.dirname(fileURLToPath(import.meta.url));
const ROOT = path.join(HERE, '../..');
const DIST = process.env.GILSCOPE_DIST ?? path.join(ROOT, 'dist');
const COMMAND = process.env.GILSCOPE_COMMAND ?? path.join(ROOT, 'target/release/gilscope');
const PYTHON = process.env.PYTHON ?? 'python3';
const argv = process.argv.slice(2);
const option = (name, fallback) => { const at = argv.indexOf(name); return at < 0 ? fallback : argv.splice(at, 2)[1]; };
const ROUNDS = Number(option('--rounds', 5));
const FILTER = option('--only', '');

const programs = (folder) => fs.readdirSync(path.join(HERE, folder)).filter((name) => name.endsWith('.py') && name.includes(FILTER)).sort().map((name) => ({
  name: name.slice(0, -3),
  file: path.join(HERE, folder, name),
  source: fs.readFileSync(path.join(HERE, folder, name), 'utf8'),
}));

const server = await serve({ '/gilscope/': DIST, '/pyodide/': path.join(HERE, 'node_modules/pyodide'), '/': path.join(HERE, 'pages') });

/** A page with an engine loaded. `run` gives CPU ms (all threads of the page's process) and wall ms. */
async function engine(name, options) {
  const page = await open(server, '/bench.html', { engine: name });
  await page.call('load', options);
  await page.find();
  return {
    page,
    version: await page.call('version'),
    async run(source, settings) {
      const { value, cpu } = await page.cpu(() => page.call('run', { source, options: settings }));
      return { ...value, cpu };
    },
    close: () => page.close(),
  };
}

/** Native commands, one after the other, in a process that measures its children. */
function native() {
  const child = spawn(PYTHON, [path.join(HERE, 'lib/native.py')], { stdio: ['pipe', 'pipe', 'inherit'] });
  const waiting = [];
  readline.createInterface({ input: child.stdout }).on('line', (line) => waiting.shift()(JSON.parse(line)));
  return {
    run: (command) => new Promise((resolve) => { waiting.push(resolve); child.stdin.write(`${JSON.stringify(command)}\n`); }),
    close: () => child.stdin.end(),
  };
}

const versionOf = (command, ...args) => spawnSync(command, args, { encoding: 'utf8' }).stdout?.trim();

async function suitePrograms() {
  const outside = native();
  const ours = await engine('gilscope');
  const peer = await engine('pyodide');
  const ways = {
    'Gilscope, GIL on': (p) => ours.run(p.source, { gil: true }),
    'Gilscope, GIL off': (p) => ours.run(p.source, { gil: false }),
    Pyodide: (p) => peer.run(p.source),
    'gilscope (native)': (p) => outside.run([COMMAND, 'run', p.file]),
    CPython: (p) => outside.run([PYTHON, '-I', p.file]),
  };
  const rows = [];
  const ratios = { pyodide: [], off: [], native: [] };
  for (const program of programs('programs')) {
    const cpu = Object.fromEntries(Object.keys(ways).map((way) => [way, []]));
    const faults = [];
    const expected = (await ways.CPython(program)).stdout;
    for (const [way, run] of Object.entries(ways)) {
      const warm = await run(program);
      if (warm.error || warm.stdout !== expected) faults.push(`${way}: ${String(warm.error ?? 'wrong output').trim().split('\n').at(-1)}`);
    }
    // In turn, so that what else the machine does hits all alike.
    for (let round = 0; round < ROUNDS; round++) for (const [way, run] of Object.entries(ways)) cpu[way].push((await run(program)).cpu);
    const ms = Object.fromEntries(Object.entries(cpu).map(([way, list]) => [way, median(list)]));
    const ratio = { pyodide: ms.Pyodide / ms['Gilscope, GIL on'], off: ms['Gilscope, GIL off'] / ms['Gilscope, GIL on'], native: ms.CPython / ms['gilscope (native)'] };
    if (!faults.length) for (const [name, value] of Object.entries(ratio)) ratios[name].push(value);
    rows.push([program.name, ...Object.values(ms), ratio.pyodide, ratio.off, ratio.native, faults.join('; ')]);
    console.error(program.name.padEnd(14), Object.entries(ms).map(([way, value]) => `${way} ${value.toFixed(0)}`).join('  '), `x${ratio.pyodide.toFixed(2)}`, faults.join('; '));
  }
  rows.push(['geometric mean', '', '', '', '', '', geomean(ratios.pyodide), geomean(ratios.off), geomean(ratios.native), `${ratios.pyodide.length} of ${rows.length} programs`]);
  const text = `CPU time in ms, median of ${ROUNDS} rounds in turn after one to warm up, load ${load()}. In Chromium: all threads of the page's process.\n\n${table(
    ['program', ...Object.keys(ways), 'faster than Pyodide', 'GIL off / on', 'native, faster than CPython', ''], rows)}`;
  const versions = [`Pyodide ${peer.version}`, `${versionOf(PYTHON, '--version')} (native)`];
  await Promise.all([ours.close(), peer.close()]);
  outside.close();
  return { title: 'One thread', text, versions, summary: [`one thread, GIL on, ${ratios.pyodide.length} programs, against Pyodide in Chromium`, `${geomean(ratios.pyodide).toFixed(2)} × as fast (least ${Math.min(...ratios.pyodide).toFixed(2)})`] };
}

async function suiteStartup() {
  const result = {};
  for (const name of ['gilscope', 'pyodide']) {
    const times = [];
    let files;
    for (let round = 0; round < ROUNDS; round++) {
      // A new profile each time: nothing is cached.
      const page = await open(server, '/bench.html', { engine: 'none' });
      await page.call('burn', 1);
      server.fetched.length = 0;
      await page.call('go', `/bench.html?${new URLSearchParams({ engine: name, first: 1, key: page.key })}`);
      const { ms, stdout } = await page.call('firstLine');
      if (stdout.trim() !== '2') throw new Error(`${name} printed ${stdout}`);
      times.push(ms);
      files = [...new Set(server.fetched)].filter((file) => !file.startsWith(path.join(HERE, 'pages')));
      await page.close();
    }
    const weights = files.map(weight);
    const sum = (field) => weights.reduce((total, w) => total + w[field], 0) / 1024;
    result[name] = { ms: median(times), files: files.length, raw: sum('raw'), brotli: sum('brotli') };
    console.error('startup', name, result[name]);
  }
  const ratio = result.pyodide.ms / result.gilscope.ms;
  return {
    title: 'Start-up',
    text: `From the navigation to the first printed line, nothing cached, from the same machine; what was fetched for it. Median of ${ROUNDS}, load ${load()}.\n\n${table(
      ['engine', 'ms', 'files', 'raw KiB', 'brotli KiB'], Object.entries(result).map(([name, r]) => [name, r.ms, r.files, r.raw, r.brotli]))}`,
    summary: ['from opening a page, nothing cached, to the first printed line', `1/${ratio.toFixed(1)} of Pyodide's time (${result.gilscope.ms.toFixed(0)} ms), ${result.gilscope.brotli.toFixed(0)} KB brotli`],
  };
}

async function suiteThreads() {
  const ours = await engine('gilscope');
  const rows = [];
  const summary = [];
  for (const program of programs('threads')) {
    const ways = { 'GIL on, 1': { gil: true, cores: 1 }, 'GIL on, 2': { gil: true, cores: 2 }, 'GIL off, 1': { gil: false, cores: 1 }, 'GIL off, 2': { gil: false, cores: 2 } };
    const wall = Object.fromEntries(Object.keys(ways).map((way) => [way, []]));
    let fault = '';
    for (let round = 0; round <= ROUNDS; round++) for (const [way, settings] of Object.entries(ways)) {
      const result = await ours.run(program.source, settings);
      if (result.error) fault = String(result.error).trim().split('\n').at(-1);
      if (round) wall[way].push(result.inner);
    }
    // Ratios of pairs that ran one after the other: what else the machine does then disturbs both.
    const speedup = median(wall['GIL off, 1'].map((ms, round) => ms / wall['GIL off, 2'][round]));
    const withGil = median(wall['GIL on, 1'].map((ms, round) => wall['GIL on, 2'][round] / ms));
    rows.push([program.name, ...Object.values(wall).map(median), withGil, speedup, fault]);
    if (!fault) summary.push(`${program.name} ${speedup.toFixed(2)} ×`);
    console.error(rows.at(-1).join('  '));
  }
  await ours.close();
  return {
    title: 'Two threads',
    text: `Wall time in ms on 1 and 2 workers, median of ${ROUNDS}; the ratios are medians of pairs. Machine of ${os.cpus().length} cores, load ${load()}: on a busy machine no speed-up can be seen.\n\n${table(
      ['program', 'GIL on, 1', 'GIL on, 2', 'GIL off, 1', 'GIL off, 2', 'GIL on: 2 / 1', 'GIL off: speed-up', ''], rows)}`,
    summary: ['two threads, GIL off, two workers against one', summary.join(', ')],
  };
}

async function suiteStop() {
  const ours = await engine('gilscope');
  const kinds = {
    'an endless loop': 'while True: pass\n',
    'endless output': 'while True: print("x" * 50)\n',
    'a lock never released': 'import threading\nl = threading.Lock()\nl.acquire()\nthreading.Thread(target=l.acquire, daemon=True).start()\nwhile True: pass\n',
    'a long native call': 'sum(range(10**12))\n',
    'a sleep': 'import time\ntime.sleep(1000)\n',
  };
  const rows = [];
  for (const [name, source] of Object.entries(kinds)) {
    const times = [];
    let block = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const { ms, ended } = await ours.page.call('stop', { source, afterMs: 300 });
      if (ended !== 'stopped') throw new Error(`${name}: ${ended}`);
      times.push(ms);
      block = Math.max(block, await ours.page.call('block'));
    }
    rows.push([name, median(times), Math.max(...times), block]);
    console.error('stop', ...rows.at(-1));
  }
  await ours.close();
  const worst = Math.max(...rows.map((row) => row[2]));
  return {
    title: 'Stop',
    text: `From \`stop()\` to the result, in ms, ${ROUNDS} times, load ${load()}; and for how long the page could not react.\n\n${table(['program', 'median', 'longest', 'page blocked'], rows)}`,
    summary: ['stop, whatever the program does', `${median(rows.map((row) => row[1])).toFixed(0)} ms, at most ${worst.toFixed(0)} ms`],
  };
}

/** For how long the page itself (editor, output, timeline) could not react during a run, at worst. */
async function suitePage() {
  const ours = await engine('gilscope');
  const pair = (body) => `import threading, time\nturn = [threading.Semaphore(1), threading.Semaphore(0)]\ndef work(n):\n    while True:\n        ${body}\nfor n in range(2):\n    threading.Thread(target=work, args=(n,), daemon=True).start()\ntime.sleep(1000)\n`;
  const kinds = {
    'endless lines': 'while True: print("x")\n',
    'two threads, single lines in turn': pair('turn[n].acquire(); print(n); turn[1 - n].release()'),
    'one line without an end': 'while True: print("é", end="")\n',
    'endless lines on stderr': 'import sys\nwhile True: print(\'File "main.py", line 2\', file=sys.stderr)\n',
    'stdout and stderr in turn': 'import sys\nwhile True:\n    print("a")\n    print("b", file=sys.stderr)\n',
    'hand-over without output': pair('turn[n].acquire(); turn[1 - n].release()'),
    'thread after thread': 'import threading\nwhile True:\n    t = threading.Thread(target=int)\n    t.start()\n    t.join()\n',
  };
  const rows = [];
  for (const [name, source] of Object.entries(kinds)) for (const gil of ['on', 'off']) {
    const times = [];
    for (let round = 0; round < ROUNDS; round++) {
      const { longestMs, ended } = await ours.page.call('blocked', { source, link: `gil=${gil}`, runMs: 2500, restMs: 1000 });
      if (ended !== 'stopped') throw new Error(`${name}: ${ended}`);
      times.push(longestMs);
    }
    rows.push([name, gil, median(times), Math.max(...times)]);
    console.error('page', ...rows.at(-1));
  }
  await ours.close();
  return {
    title: 'The page',
    text: `The page's longest task in ms from Run to a second after Stop, ${ROUNDS} times, load ${load()}; 0: none longer than 50 ms. On a busy machine other programs' turns count too.\n\n${table(['program', 'GIL', 'median', 'longest'], rows)}`,
    summary: ['the page’s longest block during a run', `${rows.every((row) => row[2] <= 50) ? 'at most 50' : Math.max(...rows.map((row) => row[2])).toFixed(0)} ms (medians)`],
  };
}

/** Zooming and moving over the timeline of a run with a million events. */
async function suiteTimeline() {
  const FRAMES = 120;
  const ours = await engine('gilscope');
  const handOver = (n) => `import threading\nturn = [threading.Lock() for _ in range(${n})]\nfor lock in turn[1:]: lock.acquire()\ndef work(i):\n    mine, next = turn[i].acquire, turn[(i + 1) % ${n}].release\n    while True: mine(); next()\nfor i in range(${n}):\n    threading.Thread(target=work, args=(i,)).start()\n`;
  const rows = [];
  for (const threads of [2, 50]) {
    await ours.page.call('openTimeline', { source: handOver(threads), link: 'gil=on', runMs: 15_000 });
    for (const name of await ours.page.call('gestures')) {
      const { value, cpu } = await ours.page.cpu(() => ours.page.call('gesture', { name, steps: FRAMES }));
      rows.push([`${threads} threads, ${name}`, median(value.between), percentile(value.between, 0.95), median(value.busy), percentile(value.busy, 0.95), cpu / FRAMES]);
      console.error('timeline', ...rows.at(-1));
    }
    await ours.page.call('closeTimeline');
  }
  await ours.close();
  return {
    title: 'The timeline',
    text: `A run with a million events, zoomed and moved a step each frame by the wheel, ${FRAMES} frames each, load ${load()}: ms from frame to frame; for how many of them the page's thread was busy (script, layout, drawing; on a busy machine other programs' turns count too); and the CPU time of a frame, of all the page's threads.\n\n${table(['gesture', 'frame, median', '95 %', 'busy, median', '95 %', 'CPU'], rows)}`,
    summary: ['zooming and moving over a run with a million events', `${Math.max(...rows.map((row) => row[1])).toFixed(1)} ms a frame (median), the page busy for ${Math.max(...rows.map((row) => row[4])).toFixed(1)} ms of it at most (95 %)`],
  };
}

async function suiteMemory() {
  const ours = await engine('gilscope');
  const source = programs('programs').find(({ name }) => name === 'classes')?.source ?? 'x = [i for i in range(100000)]\n';
  const at = [];
  for (let run = 0; run <= 200; run++) {
    await ours.run(source, { gil: run % 2 === 0 });
    if (run % 50 === 0) at.push([`after run ${run + 1}`, ours.page.memoryMB()]);
  }
  await ours.close();
  return { title: 'Memory', text: `The page's process (proportional set size) over 200 runs of one program, in MB.\n\n${table(['when', 'MB'], at)}`, summary: ['200 runs in one page', `${at[1][1].toFixed(0)} MB after 50, ${at.at(-1)[1].toFixed(0)} MB after 200`] };
}

const SUITES = { programs: suitePrograms, startup: suiteStartup, threads: suiteThreads, stop: suiteStop, page: suitePage, timeline: suiteTimeline, memory: suiteMemory };
const wanted = argv.length ? argv : Object.keys(SUITES);
for (const name of wanted) if (!SUITES[name]) { console.error(`bench: no suite '${name}'; there are ${Object.keys(SUITES).join(', ')}`); process.exit(2); }
const results = [];
for (const name of wanted) results.push(await SUITES[name]());
server.close();

const versions = [versionOf(process.env.CHROMIUM ?? '/usr/bin/chromium', '--version'), ...results.flatMap((result) => result.versions ?? [])].filter(Boolean);
const heading = `Measured on ${new Date().toISOString().slice(0, 10)} with ${versions.join(', ')}, on ${os.cpus().length} cores of ${os.cpus()[0].model}.`;
const body = results.map(({ title, text }) => `## ${title}\n\n${text}\n`).join('\n');
console.log(`${heading}\n\n${body}`);
// What was measured in part is shown, not kept.
if (wanted.length === Object.keys(SUITES).length && !FILTER) {
  fs.writeFileSync(path.join(HERE, 'RESULTS.md'), `# Measurements\n\n${heading} \`cargo xtask bench\` measures again.\n\n${body}`);
  const readme = path.join(ROOT, 'README.md');
  const summary = `${heading} All tables: [tests/bench/RESULTS.md](tests/bench/RESULTS.md).\n\n${table(['what', 'measured'], results.map((result) => result.summary))}`;
  const [begin, end] = ['<!-- bench -->', '<!-- /bench -->'];
  const text = fs.readFileSync(readme, 'utf8');
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from >= 0 && to > from) fs.writeFileSync(readme, `${text.slice(0, from + begin.length)}\n${summary}\n${text.slice(to)}`);
}
process.exit(0);
