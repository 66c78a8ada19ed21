// What Python programs do on the engine: the GIL, results, limits, bad programs; and that the engine stays usable.
import assert from 'node:assert/strict';
import { begin, create, ended, everyBrowser, run, sleep, until } from './lib.mjs';

const COUNTER = `
import threading
counter = 0
def work():
    global counter
    for _ in range(100_000):
        counter += 1
threads = [threading.Thread(target=work) for _ in range(2)]
for t in threads: t.start()
for t in threads: t.join()
print(counter)
`;

everyBrowser((it) => {
  it('with the GIL no update is lost, without it some are', {}, async ({ page }) => {
    await create(page);
    for (let round = 0; round < 5; round++) assert.equal((await run(page, COUNTER, { gil: true, cores: 2 })).stdout, '200000\n');
    let lost = 0;
    for (let round = 0; round < 30 && !lost; round++) {
      const { stdout, stderr, ended } = await run(page, COUNTER, { gil: false, cores: 2 });
      assert.equal(ended, 'done', stderr);
      lost = 200_000 - Number(stdout);
    }
    assert.ok(lost > 0, 'nothing was lost in 30 runs');
  });

  it('the model 3.9 loses updates under its GIL', {}, async ({ page }) => {
    await create(page);
    const lossy = async () => (await run(page, COUNTER, { model: '3.9', switchIntervalMs: 0.05 })).stdout !== '200000\n';
    let lost = false;
    for (let round = 0; round < 30 && !lost; round++) lost = await lossy();
    assert.ok(lost);
  });

  it('one worker serves many threads, and a thousand sleepers hold none', {}, async ({ page }) => {
    await create(page);
    const source = `
import threading, time
done = []
def sleeper(): time.sleep(0.05); done.append(1)
threads = [threading.Thread(target=sleeper) for _ in range(1000)]
for t in threads: t.start()
for t in threads: t.join()
print(len(done))
`;
    assert.equal((await run(page, source, { cores: 1 })).stdout, '1000\n');
  });

  for (const isolated of [true, false]) {
    const where = isolated ? 'with threads' : 'on one thread';
    it(`results say how programs ended, ${where}`, { isolated }, async ({ page }) => {
      await create(page);
      const outcome = async (source, options) => { const r = await run(page, source, options); return [r.exit, r.ended, r.stdout, r.stderr]; };
      assert.deepEqual(await outcome('print("é", 2 ** 100)\n'), [0, 'done', 'é 1267650600228229401496703205376\n', '']);
      assert.deepEqual(await outcome('import sys\nsys.exit(7)\n'), [7, 'done', '', '']);
      const [exit, end, , stderr] = await outcome('1 / 0\n');
      assert.deepEqual([exit, end], [1, 'exception']);
      assert.match(stderr, /^Traceback[^]*File "main\.py", line 1[^]*ZeroDivisionError: division by zero\n$/);
      assert.deepEqual((await outcome('print(\n')).slice(0, 2), [1, 'exception']);
      assert.deepEqual((await outcome('import threading\nl = threading.Lock()\nl.acquire()\nl.acquire()\n')).slice(0, 2), [3, 'deadlock']);
      assert.deepEqual(await outcome('print(input(), input())\n', { stdin: 'a\nb\n' }), [0, 'done', 'a b\n', '']);
    });

    it(`stop ends threads that sleep, wait and spin, ${where}`, { isolated }, async ({ page }) => {
      await create(page);
      for (const source of [
        'print("started")\nimport time\ntime.sleep(1000)\n',
        'print("started")\nimport threading\nthreading.Thread(target=lambda: threading.Event().wait(1000)).start()\n',
        'import threading\ndef spin():\n    while True: pass\nfor _ in range(20): threading.Thread(target=spin, daemon=True).start()\nprint("started")\nspin()\n',
        'print("started")\nsum(range(10**12))\n',
      ]) {
        await begin(page, 'running', source, { gil: false });
        await until(page, () => window.output.running === 'started\n');
        await sleep(50);
        await page.evaluate(() => window.scope.stop());
        const result = await ended(page, 'running', 2_000);
        assert.deepEqual([result.exit, result.ended, result.stdout], [130, 'stopped', 'started\n'], source);
        assert.equal((await run(page, 'print("next")\n')).stdout, 'next\n');
      }
    });

    it(`programs that want too much get Python's own errors, ${where}`, { isolated, timeout: 120_000 }, async ({ page }) => {
      await create(page);
      for (const [source, error] of [
        ['[0] * 10**12\n', /MemoryError/],
        ['x = []\nwhile True: x.append([0] * 1000)\n', /MemoryError/],
        ['def f(): f()\nf()\n', /RecursionError: maximum recursion depth exceeded/],
        ['import os\nos.system("ls")\n', /Error/],
        ['open("/etc/passwd")\n', /FileNotFoundError|Error/],
      ]) {
        const result = await run(page, source, { timeLimitMs: 60_000 });
        assert.deepEqual([result.exit, result.ended], [1, 'exception'], `${source}: ${result.stderr}`);
        assert.match(result.stderr, error);
      }
      const loop = await run(page, 'for _ in range(30): x = [0] * 10**6\nprint("fine")\n', { timeLimitMs: 60_000 });
      assert.equal(loop.stdout, 'fine\n', loop.stderr);
      assert.equal((await run(page, 'print("next")\n')).stdout, 'next\n');
    });
  }

  it('the GIL can be switched while a program runs', {}, async ({ page }) => {
    await create(page);
    await begin(page, 'live', 'import sys\nprint(sys._is_gil_enabled())\nwhile sys._is_gil_enabled(): pass\nprint(sys._is_gil_enabled())\n', { gil: true });
    await until(page, () => window.output.live === 'True\n');
    await page.evaluate(() => window.scope.set({ gil: false }));
    assert.equal((await ended(page, 'live', 10_000)).stdout, 'True\nFalse\n');
  });

  it('events arrive in batches when they are asked for', {}, async ({ page }) => {
    await create(page);
    await page.evaluate((source) => {
      window.batches = [];
      window.begin('events', window.scope.run(source, { cores: 2, onEvents: (batch) => window.batches.push(batch.length) }));
    }, COUNTER);
    assert.equal((await ended(page, 'events')).ended, 'done');
    assert.ok((await page.evaluate(() => window.batches.reduce((a, b) => a + b, 0))) > 0);
  });

  it('after a run that needed much memory the engine is replaced', { timeout: 90_000 }, async ({ page }) => {
    await create(page);
    const result = await run(page, 'x = [0] * (40 * 10**6)\nprint(len(x))\n', { memoryLimitMB: 700 });
    assert.equal(result.stdout, '40000000\n', result.stderr);
    assert.equal((await run(page, 'print("small")\n')).stdout, 'small\n');
  });

  it('mistakes are found without running', {}, async ({ page }) => {
    await create(page);
    assert.deepEqual(await page.evaluate(() => window.scope.check('print(1)\n')), []);
    const [mistake] = await page.evaluate(() => window.scope.check('x = 1\ny = = 2\n'));
    assert.deepEqual([mistake.kind, mistake.line, mistake.column], ['SyntaxError', 2, 4]);
  });
});
