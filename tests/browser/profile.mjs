// `node profile.mjs FILE`: runs the programs of a usual visit on a site whose modules are marked, and writes which of
// their functions were called. Started by `cargo xtask profile`.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { BROWSERS, create, run, serve, until } from './lib.mjs';

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const FOLDERS = ['web/programs', 'tests/bench/programs', 'tests/bench/threads'];
/** Of the corpus what a learner of threads may write any day. */
const CORPUS = /^thread/;
const WAYS = [{ gil: true }, { gil: false }, { model: '3.9' }];

const files = FOLDERS.flatMap((folder) => fs.readdirSync(path.join(ROOT, folder)).map((name) => path.join(ROOT, folder, name)));
const corpus = fs.readdirSync(path.join(ROOT, 'tests/corpus')).filter((name) => CORPUS.test(name)).map((name) => path.join(ROOT, 'tests/corpus', name));
const programs = [...files, ...corpus].filter((name) => name.endsWith('.py'));

/** The marks of all of a module's instances. */
const marks = (page, module) => page.evaluate((module) => new Promise((resolve) => {
  const channel = new BroadcastChannel('gilscope profile');
  const all = new Set();
  channel.onmessage = ({ data }) => { for (const mark of data.found ?? []) all.add(mark); };
  channel.postMessage({ module });
  setTimeout(() => { channel.close(); resolve([...all]); }, 200);
}), module);

const server = await serve();
const browser = await BROWSERS.chromium();
const page = await browser.open();
await page.goto(`${server.url}test/host.html`);
await until(page, () => window.loaded === true);
await create(page, { threads: 2 });
const called = new Set();
for (const file of programs) {
  const source = fs.readFileSync(file, 'utf8');
  for (const way of WAYS) await run(page, source, { cores: 2, timeLimitMs: 5000, ...way });
  const before = called.size;
  for (const mark of await marks(page, 'threaded/engine')) called.add(mark);
  console.error(`${path.basename(file).padEnd(40)} ${called.size - before}`);
}
await browser.close();
server.close();
fs.writeFileSync(process.argv[2], JSON.stringify({ 'threaded/engine': [...called].sort((a, b) => a - b) }));
