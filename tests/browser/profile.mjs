// `node profile.mjs FILE`: runs the programs of a usual visit on a site whose modules are marked, and writes which of
// their functions were called. Started by `cargo xtask profile`.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { BROWSERS, create, run, serve, until } from './lib.mjs';

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const files = (folder, pattern = /./) => fs.readdirSync(path.join(ROOT, folder)).filter((name) => name.endsWith('.py') && pattern.test(name)).map((name) => path.join(ROOT, folder, name));
const SHELF = files('web/programs');
/** Of the corpus what a learner of threads may write any day. */
const CORPUS = /^thread_(basic|event|lock_counter|join_timeout|daemon|barrier|semaphore|condition_ping_pong|deadlock_avoided_by_order|pool_by_hand|producers_and_consumers|queue_producer_consumer|results_and_closures|subclass_and_names|uncaught_exception|many|nested_starts)\.py$/;
/** Of the benchmarks all but one, which tries many methods of text. */
const BENCHMARKS = /^(?!strings\.py)/;
const PROGRAMS = [...SHELF, ...files('tests/bench/programs', BENCHMARKS), ...files('tests/bench/threads'), ...files('tests/corpus', CORPUS)];
const WAYS = [{ gil: true }, { gil: false }, { model: '3.9' }, { model: 'every' }];

const called = {};

/** Asks all of a module's instances for their marks. */
async function gather(page, module, what) {
  const marks = await page.evaluate((module) => new Promise((resolve) => {
    const channel = new BroadcastChannel('gilscope profile');
    const all = new Set();
    channel.onmessage = ({ data }) => { for (const mark of data.found ?? []) all.add(mark); };
    channel.postMessage({ module });
    setTimeout(() => { channel.close(); resolve([...all]); }, 150);
  }), module);
  const known = called[module] ??= new Set();
  const before = known.size;
  for (const mark of marks) known.add(mark);
  console.error(`${module.padEnd(18)} ${path.basename(what).padEnd(40)} ${known.size - before}`);
}

const server = await serve();
const browser = await BROWSERS.chromium();
async function host(options) {
  const page = await browser.open();
  await page.goto(`${server.url}test/host.html`);
  await until(page, () => window.loaded === true);
  await create(page, options);
  return page;
}

const real = await host({ threads: 2 });
for (const file of PROGRAMS) {
  const source = fs.readFileSync(file, 'utf8');
  // The shelf's programs to their end, in every way; of the others what they need under the first.
  const shelf = SHELF.includes(file);
  for (const way of shelf ? WAYS : WAYS.slice(0, 2)) await run(real, source, { cores: 2, timeLimitMs: shelf ? 10_000 : 2000, ...way });
  await gather(real, 'threaded/engine', file);
}
await browser.shut(real);

const single = await host({ threads: 0 });
for (const file of PROGRAMS) {
  await run(single, fs.readFileSync(file, 'utf8'), { timeLimitMs: SHELF.includes(file) ? 10_000 : 2000 });
  await gather(single, 'single/engine', file);
}
await browser.shut(single);

// The page: it opens, runs the programs, says what is wrong with one, and the GIL is switched, also while one runs.
const page = await browser.open();
const pause = (ms) => page.evaluate((ms) => new Promise((resolve) => setTimeout(resolve, ms)), ms);
const ready = () => until(page, () => document.querySelector('.cm-content') !== null && document.querySelector('[data-engine=threads]') !== null);
await page.goto(server.url);
await ready();
async function runs(what) {
  await page.evaluate(() => document.querySelector('.actions button').click());
  await pause(300);
  await until(page, () => document.querySelector('.result')?.dataset.ended);
  await pause(300);
  await gather(page, 'page', what);
  // The page has what is typed checked.
  await gather(page, 'threaded/engine', what);
}
const titles = await page.evaluate(() => [...document.querySelectorAll('#shelf button')].map((button) => button.textContent));
const take = (title) => page.evaluate((title) => [...document.querySelectorAll('#shelf button')].find((button) => button.textContent === title).click(), title);
for (const way of ['on', 'off']) {
  for (const title of titles) {
    await take(title);
    await runs(`GIL ${way}: ${title}`);
  }
  await page.click('[role=switch]');
}
await page.click('.cm-content');
await page.keyboard.type('1 / 0\n');
await pause(1000);
await runs('an exception');
// Stopped, by hand and by key.
for (const key of ['Escape', null]) {
  await page.keyboard.down('Control');
  await page.keyboard.press('a');
  await page.keyboard.up('Control');
  await page.keyboard.type('while True: pass\n');
  await page.keyboard.down('Control');
  await page.keyboard.press('Enter');
  await page.keyboard.up('Control');
  await pause(300);
  for (let i = 0; i < 2; i++) await page.evaluate(() => document.querySelector('[role=switch]').click());
  await pause(100);
  if (key) await page.keyboard.press(key); else await page.evaluate(() => document.querySelector('.actions [aria-keyshortcuts=Escape]').click());
  await until(page, () => document.querySelector('.result')?.dataset.ended);
}
// A text is replaced and brought back.
await take(titles[0]);
await page.evaluate(() => [...document.querySelectorAll('#shelf button')].at(-1).click());
await take(titles[0]);
await page.click('.cm-content');
await page.keyboard.type('# mine\n');
// The page is read: scrolled, made narrow; left, which keeps the draft, and opened again with what was kept.
await page.mouse.move(300, 500);
await page.mouse.wheel(0, 400);
await page.setViewportSize({ width: 700, height: 700 });
await pause(300);
await page.evaluate(() => { window.dispatchEvent(new Event('pagehide')); });
await gather(page, 'page', 'a reader');
await page.reload();
await ready();
await runs('a second visit');
await browser.shut(page);

// The simulator, there and back.
const traced = await host({ threads: 0 });
for (const file of SHELF) {
  const source = fs.readFileSync(file, 'utf8');
  for (const model of ['3.9', '3.14t']) {
    await traced.evaluate(async ([source, model]) => {
      const trace = window.trace = await window.scope.trace(source, { model, cores: 2 });
      let at = Math.min(2000, trace.steps);
      for (const unit of ['bytecode', 'line', 'switch', { thread: 1 }]) for (const count of [1, 3, -2]) at = (await trace.move(at, unit, count)).position ?? at;
      await trace.at(Math.floor(trace.steps / 2));
    }, [source, model]);
    await gather(traced, 'single/engine', `${model} ${path.basename(file)}`);
    await traced.evaluate(() => window.trace.close());
  }
}
await browser.shut(traced);

await browser.close();
server.close();
const sorted = Object.entries(called).map(([module, marks]) => [module, [...marks].sort((a, b) => a - b)]);
fs.writeFileSync(process.argv[2], JSON.stringify(Object.fromEntries(sorted)));
