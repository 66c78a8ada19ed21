// gilscope.js and the engine behind it, as an embedding page uses them.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { begin, create, ended, everyBrowser, run, sleep, until } from './lib.mjs';

/** The programs of the shelf: `[[name, source], …]`. */
const shelf = () => fs.readdirSync(SHELF).map((name) => [name, fs.readFileSync(new URL(name, SHELF), 'utf8')]);
const SHELF = new URL('../../web/programs/', import.meta.url);

const ENDLESS = 'print("started")\nwhile True: pass\n';
const CHATTY = 'while True: print("line after line after line")\n';

everyBrowser((it) => {
  it('an isolated page has workers and runs a program', {}, async ({ page }) => {
    assert.equal(await page.evaluate(() => window.crossOriginIsolated), true);
    assert.ok((await create(page)) >= 2);
    const result = await run(page, 'print("hello")\nprint("world")\n');
    assert.equal(result.stdout, 'hello\nworld\n');
    assert.deepEqual([result.exit, result.ended, result.truncated], [0, 'done', false]);
  });

  it('without isolation the engine runs on one thread', { isolated: false }, async ({ page }) => {
    assert.equal(await page.evaluate(() => window.crossOriginIsolated), false);
    assert.equal(await create(page), 0);
    const result = await run(page, 'print("hello")\n', { cores: 4 });
    assert.equal(result.stdout, 'hello\n');
    assert.equal(result.cores, 1);
  });

  for (const isolated of [true, false]) {
    const where = isolated ? 'with threads' : 'on one thread';
    it(`stop ends an endless loop and keeps its output, ${where}`, { isolated }, async ({ page }) => {
      await create(page);
      await begin(page, 'loop', ENDLESS);
      await until(page, () => window.output.loop === 'started\n');
      await page.evaluate(() => window.scope.stop());
      const result = await ended(page, 'loop', 2_000);
      assert.deepEqual([result.exit, result.ended, result.stdout], [130, 'stopped', 'started\n']);
      assert.equal((await run(page, 'print("again")\n')).stdout, 'again\n');
    });

    it(`the time limit ends a loop, ${where}`, { isolated }, async ({ page }) => {
      await create(page);
      const result = await run(page, ENDLESS, { timeLimitMs: 1_000 });
      assert.deepEqual([result.exit, result.ended, result.stdout], [124, 'time_limit', 'started\n']);
    });

    it(`endless output neither fills the memory nor blocks the page, ${where}`, { isolated }, async ({ page }) => {
      await create(page);
      await begin(page, 'chatty', CHATTY);
      await until(page, () => window.output.chatty.length > 0);
      await page.evaluate(() => { window.longestBlock = 0; });
      await sleep(1_500);
      const block = await page.evaluate(() => window.longestBlock);
      await page.evaluate(() => window.scope.stop());
      const result = await ended(page, 'chatty', 3_000);
      assert.equal(result.ended, 'stopped');
      assert.ok(result.stdout.length <= 16 << 20);
      // A busy machine may hold the page up too: this only catches a page that is flooded.
      assert.ok(block < 500, `blocked for ${block} ms`);
    });
  }

  const LATER = /_rest\.wasm|\.txt$/;

  it('the programs of the shelf need nothing but the first part of the engine', {}, async ({ page, server }) => {
    await create(page);
    for (const [name, source] of shelf()) {
      for (const options of [{ gil: true }, { gil: false }, { model: '3.9' }, { model: 'every' }]) await run(page, source, { cores: 2, timeLimitMs: 10_000, ...options });
      assert.deepEqual(server.requests.filter(({ name }) => LATER.test(name)), [], name);
    }
  });

  for (const isolated of [true, false]) {
    const where = isolated ? 'with threads' : 'on one thread';
    it(`what a program needs beyond that is fetched once, ${where}`, { isolated }, async ({ page, server }) => {
      await create(page);
      const source = 'import cmath, json, threading\ndef work(): json.dumps({"a": cmath.sqrt(-4)}.keys().__len__())\nt = threading.Thread(target=work)\nt.start(); t.join()\nprint(cmath.sqrt(-4), json.dumps([1]))\n';
      for (let n = 0; n < 2; n++) assert.equal((await run(page, source)).stdout, '2j [1]\n');
      assert.equal(server.requests.filter(({ name }) => /library\.txt/.test(name)).length, 1);
      assert.ok(server.requests.some(({ name }) => /engine_rest\.wasm/.test(name)));
    });

    it(`a library that cannot be fetched is an ImportError that says so, ${where}`, { isolated, missing: /library\.txt/, tolerate: [/library\.txt: 404/, /Failed to load resource/] }, async ({ page }) => {
      await create(page);
      const result = await run(page, 'try:\n    import json\nexcept ImportError as error:\n    print(type(error).__name__, error.name)\n    print(error)\nimport threading\nprint(threading.current_thread().name)\n');
      assert.match(result.stdout, /^ImportError json\nno module 'json' now: the standard library cannot be fetched: .*library\.txt: status 404\nMainThread\n$/);
    });

    it(`a second part of the engine that cannot be fetched is said, and costs only this run, ${where}`, { isolated, missing: /engine_rest/, tolerate: [/engine_rest\.wasm: 404/, /Failed to load resource/] }, async ({ page }) => {
      await create(page);
      const result = await run(page, 'print((3 + 4j) ** 2)\nprint(complex("1+j"))\nprint("%-20c|" % 65, {1}.symmetric_difference({2}))\n');
      assert.deepEqual([result.exit, result.ended], [70, 'engine_failed']);
      assert.match(result.stderr, /engine_rest\.wasm: status 404/);
      assert.equal((await run(page, 'print("again")\n')).stdout, 'again\n');
    });
  }

  for (const isolated of [true, false]) {
    it(`200 runs need no more memory than 20, ${isolated ? 'with threads' : 'on one thread'}`, { isolated, timeout: 120_000 }, async ({ page }) => {
      // What the engine's worker says of its memory is for gilscope.js alone: the test listens too.
      await page.evaluate(() => {
        window.engines = 0;
        window.sizes = [];
        window.Worker = class extends window.Worker {
          constructor(...args) {
            super(...args);
            window.engines++;
            this.addEventListener('message', ({ data }) => { if (data.type === 'result') window.sizes.push(data.memoryBytes); });
          }
        };
      });
      await create(page);
      // Now and then a browser loses a worker that is starting, and another engine is tried.
      const first = await page.evaluate(() => window.engines);
      const source = 'import threading\nkept = [{"n": [n] * 10} for n in range(2000)]\nthreads = [threading.Thread(target=lambda: sorted(kept, key=str)) for _ in range(2)]\nfor t in threads: t.start()\nfor t in threads: t.join()\nprint("x" * 1000)\n';
      await page.evaluate((source) => {
        window.begin('runs', (async () => {
          for (let n = 0; n < 200; n++) {
            const { stdout, stderr } = await window.scope.run(source, { gil: n % 3 > 0, cores: 1 + n % 2, memoryLimitMB: n % 5 ? 256 : 512 });
            if (stdout.length !== 1001) throw new Error(`run ${n}: ${stderr}`);
          }
        })());
      }, source);
      await ended(page, 'runs', 100_000);
      const [engines, sizes] = await page.evaluate(() => [window.engines, window.sizes]);
      assert.deepEqual([engines, sizes.length, sizes[199] - sizes[19]], [first, 200, 0]);
    });
  }

  it('a second run is refused while one is under way; stop with none running does nothing', {}, async ({ page }) => {
    await create(page);
    await page.evaluate(() => window.scope.stop());
    await begin(page, 'first', ENDLESS);
    const refusal = await page.evaluate(() => window.scope.run('print(1)').then(() => 'resolved', (error) => error.code));
    assert.equal(refusal, 'busy');
    await page.evaluate(() => window.scope.stop());
    assert.equal((await ended(page, 'first')).ended, 'stopped');
  });

  it('wrong use is named and rejected', {}, async ({ page }) => {
    await create(page);
    const refuse = (options) => page.evaluate((options) => window.scope.run('', options).then(() => 'resolved', (error) => error.message), options);
    assert.match(await refuse({ core: 2 }), /unknown option 'core'/);
    assert.match(await refuse({ cores: 0 }), /'cores'/);
    assert.match(await refuse({ model: 'naive' }), /simulator/);
    assert.match(await refuse({ model: '2.7' }), /option 'model' must be one of 3\.9, /);
    assert.match(await refuse({ gil: true, model: '3.9' }), /exclude/);
  });

  it('cores are clamped to what there is, and reported', {}, async ({ page }) => {
    const threads = await create(page);
    assert.equal((await run(page, 'print(1)', { cores: 1000 })).cores, threads);
    assert.equal((await run(page, 'print(1)', { cores: 1 })).cores, 1);
  });

  for (const [where, hook] of [['its own thread', 'here'], ['a pool worker', 'worker']]) {
    it(`a panic on ${where} is reported, and the next run has a fresh engine`, {}, async ({ page }) => {
      const threads = await create(page);
      const result = await run(page, ENDLESS, { __panic: hook });
      assert.deepEqual([result.exit, result.ended], [70, 'engine_failed']);
      assert.match(result.stderr, /asked to fail by a test/);
      assert.match(result.stderr, /Run it again/);
      assert.equal((await run(page, 'print("alive")\n')).stdout, 'alive\n');
      assert.equal(await page.evaluate(() => window.scope.threads), threads);
    });
  }

  it('two scopes run side by side', {}, async ({ page }) => {
    const results = await page.evaluate(async () => {
      const scopes = await Promise.all([window.Gilscope.create({ threads: 2 }), window.Gilscope.create({ threads: 2 })]);
      const results = await Promise.all(scopes.map((scope, n) => scope.run(`print("scope ${n}")\n`)));
      scopes.forEach((scope) => scope.dispose());
      return results.map((result) => result.stdout);
    });
    assert.deepEqual(results, ['scope 0\n', 'scope 1\n']);
  });
});
