// Every program of tests/corpus, inside wasm: what it prints must be what CPython 3.14 printed.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { after, before, test } from 'node:test';
import { BROWSERS, create, run, serve, until } from './lib.mjs';

const CORPUS = path.join(path.dirname(fileURLToPath(import.meta.url)), '../corpus');
const names = fs.readdirSync(CORPUS).filter((name) => name.endsWith('.py')).map((name) => name.slice(0, -3)).sort();
const recorded = (name, extension) => { const file = path.join(CORPUS, `${name}.${extension}`); return fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : ''; };
// On which line of the library a frame is, is the library's own business: see tests/DIVERGENCES.md.
const normal = (text) => text.replace(/(File "\/lib\/python3\.14\/[^"\n]*", line )(?:\d+|\?)/g, '$1?');

/** With threads the way everybody runs it; on one thread because that is another module. */
for (const [title, threads] of [['threads', undefined], ['one thread', 0]]) {
  let browser, server, page;
  before(async () => {
    server = await serve();
    browser = await BROWSERS.chromium();
    page = await browser.open();
    await page.goto(`${server.url}test/host.html`);
    await until(page, () => window.loaded === true);
    await create(page, { threads });
  }, { timeout: 240_000 });
  after(async () => { await browser?.close(); server?.close(); }, { timeout: 20_000 });

  for (const name of names) test(`wasm, ${title}: ${name}`, { timeout: 90_000 }, async () => {
    const result = await run(page, recorded(name, 'py'), { filename: `${name}.py`, stdin: recorded(name, 'stdin'), timeLimitMs: 60_000 });
    assert.equal(normal(result.stdout), normal(recorded(name, 'stdout')));
    assert.equal(normal(result.stderr), normal(recorded(name, 'stderr')));
    assert.equal(result.exit, Number(recorded(name, 'exit').trim() || 0));
  });
}
