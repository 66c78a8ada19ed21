// The simulator inside wasm and as the command: every program of tests/corpus takes the same steps in both, to the last.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { after, before, test } from 'node:test';
import { BROWSERS, create, serve, until } from './lib.mjs';

const HERE = path.dirname(fileURLToPath(import.meta.url));
const CORPUS = path.join(HERE, '../corpus');
const COMMAND = process.env.GILSCOPE ?? path.join(HERE, '../../target/debug/gilscope');
const MODELS = ['3.9', '3.10', '3.14', '3.14t', 'every', 'naive'];
/** On the virtual clock: what comes after it is more of the same. Under `naive` each instruction is many steps. */
const limitMs = (model) => (model === 'naive' ? 2 : 20);

const names = fs.readdirSync(CORPUS).filter((name) => name.endsWith('.py')).map((name) => name.slice(0, -3)).sort();

/** The command's run of a program. */
async function native(name, { model, cores, seed }) {
  const args = ['run', `${name}.py`, '--engine', 'sim', '--json', '--model', model, '--cores', cores, '--seed', seed, '--time-limit', `${limitMs(model)}ms`, '--memory-limit', '64MB'];
  // A program's own exit code is the command's.
  const { stdout } = await promisify(execFile)(COMMAND, args.map(String), { cwd: CORPUS, maxBuffer: 1 << 26 }).catch((error) => error);
  return JSON.parse(stdout);
}

let browser, server, page;
before(async () => {
  server = await serve({ isolated: false });
  browser = await BROWSERS.chromium();
  page = await browser.open();
  await page.goto(`${server.url}test/host.html`);
  await until(page, () => window.loaded === true);
  await create(page);
}, { timeout: 240_000 });
after(async () => { await browser?.close(); server?.close(); }, { timeout: 20_000 });

// Under each program another model, other cores and another seed; all of them come up.
names.forEach((name, i) => {
  const stdin = path.join(CORPUS, `${name}.stdin`);
  if (fs.existsSync(stdin)) return;
  const how = { model: MODELS[i % MODELS.length], cores: 1 + i % 5, seed: i % 7 };
  test(`the same steps: ${name} under ${how.model}`, { timeout: 60_000 }, async () => {
    const source = fs.readFileSync(path.join(CORPUS, `${name}.py`), 'utf8');
    const inside = page.evaluate(async ([source, options]) => {
      const trace = await window.scope.trace(source, options);
      trace.close();
      return { hash: trace.result.trace_hash, schedule: trace.schedule, stdout: trace.result.stdout };
    }, [source, { ...how, timeLimitMs: limitMs(how.model), memoryLimitMB: 64 }]);
    const [wasm, command] = await Promise.all([inside, native(name, how)]);
    assert.ok(command.trace_hash);
    assert.deepEqual(wasm, { hash: command.trace_hash, schedule: command.schedule, stdout: wasm.stdout });
  });
});
