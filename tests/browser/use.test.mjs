// The page used in a bad order, by keyboard, on a small screen, and by those who listen to it.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import { everyBrowser, pack, press, sleep, until } from './lib.mjs';

const AXE = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const ready = (page) => until(page, () => document.querySelector('.cm-content') !== null && document.querySelector('[data-engine=threads]') !== null);
const ended = (page) => until(page, () => document.querySelector('.result')?.dataset.ended);
const output = (page) => page.evaluate(() => [...document.querySelectorAll('.output-box pre')].map((pre) => pre.textContent).join('\n'));

async function open(page, server, code, rest = '') {
  await page.goto(`${server.url}#v=1&code=${pack(code)}${rest}`);
  await ready(page);
}

const size = (page, width, height) => (page.setViewportSize ?? page.setViewport).call(page, { width, height });
const elsewhere = { start: 'test/host.html' };

everyBrowser((it) => {
  it('Run pressed three times at once is one run', elsewhere, async ({ page, server }) => {
    await open(page, server, 'import time\nprint("begun")\ntime.sleep(0.2)\nprint("over")\n');
    await page.evaluate(() => { const run = document.querySelector('.actions button'); run.click(); run.click(); run.click(); });
    assert.equal(await ended(page), 'done');
    await until(page, () => document.querySelector('.output-box').textContent.includes('over'));
    assert.equal(await output(page), 'begun\nover');
  });

  it('switch, model and another program during a run leave the run and the page whole', elsewhere, async ({ page, server }) => {
    await open(page, server, 'import time\nfor i in range(40):\n    time.sleep(0.01)\nprint("whole")\n');
    await press(page, 'Run');
    for (let i = 0; i < 4; i++) await page.click('[role=switch]');
    await page.evaluate(() => { const model = document.getElementById('model'); model.value = '3.9'; model.dispatchEvent(new Event('change', { bubbles: true })); });
    await press(page, 'Deadlock');
    assert.equal(await ended(page), 'done');
    await until(page, () => document.querySelector('.output-box').textContent.includes('whole'));
    assert.match(await page.evaluate(() => document.querySelector('.cm-content').textContent), /fork/);
    assert.equal(await page.evaluate(() => document.getElementById('model').value), '3.9');
  });

  it('an exception after an edit underlines the line where it is now', elsewhere, async ({ page, server }) => {
    await open(page, server, 'import time\ntime.sleep(0.8)\nx = 1 / 0\n');
    await press(page, 'Run');
    await page.click('.cm-line');
    await page.keyboard.press('Home');
    await page.keyboard.type('# one more');
    await page.keyboard.press('Enter');
    assert.equal(await ended(page), 'exception');
    await until(page, () => document.querySelector('.cm-lintRange-error')?.textContent === 'x = 1 / 0');
    assert.match(await page.evaluate(() => document.querySelector('.problems').textContent), /Line 4: ZeroDivisionError/);
  });

  it('a line of a traceback leads to its line of the program', elsewhere, async ({ page, server }) => {
    await open(page, server, '# first\n# second\n1 / 0\n');
    await press(page, 'Run');
    assert.equal(await ended(page), 'exception');
    await until(page, () => document.querySelector('.output-box .line-link') !== null);
    await page.click('.output-box .line-link');
    await until(page, () => document.querySelector('.cm-activeLine')?.textContent === '1 / 0');
  });

  it('each thread’s output bears its name', elsewhere, async ({ page, server }) => {
    await open(page, server, 'import threading\nfor name in "ab":\n    t = threading.Thread(target=print, args=("by", name), name="T" + name)\n    t.start()\n    t.join()\nprint("by all")\n');
    await press(page, 'Run');
    await ended(page);
    await until(page, () => [...document.querySelectorAll('.output-box .group')].map((row) => row.textContent).join() === 'Taby a,Tbby b,MainThreadby all');
  });

  it('of very much output the end is shown, and it is followed', elsewhere, async ({ page, server }) => {
    await open(page, server, 'import sys\nfor i in range(40000):\n    print(i, file=sys.stderr if i % 2 else sys.stdout)\n');
    await press(page, 'Run');
    assert.equal(await ended(page), 'done');
    await until(page, () => [...document.querySelectorAll('.output-box pre')].at(-1)?.textContent === '39999');
    await sleep(1_500);
    const { rows, rest, note } = await page.evaluate(() => {
      const box = document.querySelector('.output-box');
      return { rows: box.querySelectorAll('.group').length, rest: box.scrollHeight - box.scrollTop - box.clientHeight, note: document.querySelector('.output > .hint')?.textContent };
    });
    assert.ok(rows > 200 && rows <= 2_000, `${rows} rows`);
    assert.ok(rest < 2, `${rest} px below`);
    assert.match(note, /its end is shown/);
  });

  it('a race of a program that fails compares nothing', elsewhere, async ({ page, server }) => {
    await open(page, server, '1 / 0\n');
    await press(page, 'Race it');
    await until(page, () => document.querySelector('.verdict')?.textContent.startsWith('Every run failed'));
  });

  it('the trace is saved as JSON that other viewers read', elsewhere, async ({ page, server }) => {
    await open(page, server, 'import threading\nlock = threading.Lock()\nlock.acquire()\nt = threading.Thread(target=lock.acquire, name="Ada")\nt.start()\nlock.release()\nt.join()\n');
    await press(page, 'Run');
    assert.equal(await ended(page), 'done');
    await until(page, () => [...document.querySelectorAll('.lane-names li')].some((lane) => lane.textContent === 'Ada'));
    await page.evaluate(() => {
      const make = URL.createObjectURL;
      URL.createObjectURL = (blob) => { blob.text().then((text) => { window.saved = text; }); return make.call(URL, blob); };
      HTMLAnchorElement.prototype.click = function () { window.savedAs = this.download; };
    });
    await press(page, 'Save trace');
    await until(page, () => window.saved !== undefined);
    assert.equal(await page.evaluate(() => window.savedAs), 'gilscope-program.trace.json');
    const { traceEvents } = JSON.parse(await page.evaluate(() => window.saved));
    const ada = traceEvents.find(({ name, args }) => name === 'thread_name' && args.name === 'Ada');
    assert.ok(traceEvents.some(({ ph, tid, dur }) => ph === 'X' && tid === ada.tid && dur > 0));
  });

  it('an odd address after the # does no harm', elsewhere, async ({ page, server }) => {
    await open(page, server, 'print("mine")\n');
    for (const hash of ['%E0%A4%A', 'program', 'v=1&gil=maybe&cores=-3', 'x'.repeat(70_000)]) {
      await page.evaluate((hash) => { location.hash = hash; }, hash);
      await sleep(50);
    }
    assert.match(await page.evaluate(() => document.querySelector('.cm-content').textContent), /mine/);
    await press(page, 'Run');
    assert.equal(await ended(page), 'done');
  });

  it('a checker of accessibility finds nothing, wide and narrow, before a run and after', { start: '', timeout: 120_000 }, async ({ page }) => {
    await ready(page);
    await page.evaluate(AXE);
    const check = async (when) => {
      const found = await page.evaluate(async () => {
        const { violations } = await window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] });
        return violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(({ html }) => html.slice(0, 120)).join(' | ')}`);
      });
      assert.deepEqual(found, [], when);
    };
    await check('before a run');
    await press(page, 'Run');
    assert.equal(await ended(page), 'done');
    await press(page, 'Race it');
    await until(page, () => document.querySelector('.verdict') !== null && !document.querySelector('.verdict').textContent.startsWith('Run '), null, 60_000);
    // The lanes are put together a little at a time.
    await until(page, () => document.querySelector('.table-twin summary') !== null);
    await page.evaluate(() => { document.querySelector('.table-twin summary').click(); });
    await until(page, () => document.querySelector('.table-twin table') !== null);
    await check('after a run and a race');
    await size(page, 320, 640);
    await until(page, () => document.documentElement.scrollWidth <= 320);
    await check('on a narrow screen');
    await page.evaluate(() => { document.documentElement.dataset.theme = 'dark'; });
    await check('in dark colours');
  });

  it('a trace goes forward and back, marks the line, tells who holds the GIL, and prints when it is time', { ...elsewhere, timeout: 120_000 }, async ({ page, server }) => {
    await open(page, server, 'import threading\ncounter = 0\ndef work():\n    global counter\n    counter += 1\nt = threading.Thread(target=work, name="Ada")\nt.start()\nt.join()\nprint("counted", counter)\n');
    await page.click('.lenses [value=Trace]');
    await press(page, 'Trace');
    await until(page, () => document.querySelector('.stepper') !== null, null, 60_000);
    const sentence = () => page.evaluate(() => document.querySelector('.sentence').textContent);
    const step = async (label) => {
      const before = await sentence();
      await page.evaluate((label) => document.querySelector(`.stepper [aria-label="${label}"]`).click(), label);
      await until(page, (before) => document.querySelector('.sentence').textContent !== before, before);
      return sentence();
    };
    const printed = () => page.evaluate(() => document.querySelector('.printed').textContent);
    const first = await sentence();
    await step('On one');
    const second = await step('On one');
    await step('On one');
    assert.equal(await step('Back one'), second);
    assert.equal(await page.evaluate(() => document.querySelectorAll('.cm-line.cm-at').length), 1);
    assert.match(await page.evaluate(() => document.querySelector('.trace caption').textContent), /MainThread holds the GIL/);
    assert.equal(await printed(), '');
    await step('To the end');
    assert.equal(await printed(), 'counted 1\n');
    await step('To the beginning');
    assert.equal(await sentence(), first);
    await page.evaluate(AXE);
    const found = await page.evaluate(async () => (await window.axe.run(document)).violations.map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 120)}`));
    assert.deepEqual(found, []);
    await size(page, 320, 640);
    await until(page, () => document.documentElement.scrollWidth <= 320);
  });

  it('a race begun at once after a run leaves the lanes of that run', elsewhere, async ({ page, server }) => {
    await open(page, server, `import threading
def work():
    for i in range(20_000): pass
threads = [threading.Thread(target=work) for _ in range(200)]
for t in threads: t.start()
for t in threads: t.join()
`);
    // As soon as the run is over, and as its lanes are being put together.
    await page.evaluate(() => new MutationObserver(() => {
      if (document.querySelector('.result')?.dataset.ended && !document.querySelector('.race')) requestAnimationFrame(() => document.querySelector('.actions button:last-child').click());
    }).observe(document.body, { subtree: true, childList: true, attributes: true }));
    await press(page, 'Run');
    await until(page, () => /as fast|No clear difference/.test(document.querySelector('.verdict')?.textContent ?? ''), null, 60_000);
    await sleep(500);
    assert.ok(await page.evaluate(() => document.querySelectorAll('.lane-names li').length > 40));
  });

  it('on a phone what a press brings comes into sight, and the buttons stay there', elsewhere, async ({ page, server }) => {
    await size(page, 360, 740);
    await open(page, server, `print("here")\n${'# one line more\n'.repeat(40)}`);
    const inSight = (selector) => page.evaluate((selector) => {
      const { top, bottom } = document.querySelector(selector).getBoundingClientRect();
      return top >= 0 && bottom <= innerHeight;
    }, selector);
    assert.ok(await inSight('.actions .primary') && await inSight('[role=switch]'));
    await press(page, 'Run');
    assert.equal(await ended(page), 'done');
    await until(page, () => document.querySelector('.output-box pre')?.textContent.includes('here'));
    for (const selector of ['.output-box pre', '.result .ending', '.actions .primary', '[role=switch]']) assert.ok(await inSight(selector), selector);
    await page.evaluate(() => { scrollTo(0, 0); document.querySelector('input[value=Trace]').click(); });
    await press(page, 'Trace');
    await until(page, () => document.querySelector('.stepper') !== null, null, 60_000);
    for (const selector of ['.cm-at', '.stepper', '.sentence']) await until(page, (selector) => {
      const { top, bottom } = document.querySelector(selector)?.getBoundingClientRect() ?? { top: -1 };
      return top >= 0 && bottom <= innerHeight;
    }, selector);
  });

  it('a button that has done what it can keeps the focus', elsewhere, async ({ page, server }) => {
    await open(page, server, 'print("once")\n');
    const focused = () => page.evaluate(() => document.activeElement.textContent);
    await page.evaluate(() => document.querySelector('.actions .primary').focus());
    for (let i = 0; i < 2; i++) {
      await page.keyboard.press('Enter');
      assert.equal(await ended(page), 'done');
      await until(page, () => document.querySelector('.actions .primary').textContent === 'Run');
      assert.equal(await focused(), 'Run');
    }
    await page.click('.lenses [value=Trace]');
    await press(page, 'Trace');
    await until(page, () => document.querySelector('.stepper') !== null, null, 60_000);
    await page.evaluate(() => document.querySelector('.stepper [aria-label="To the end"]').focus());
    await page.keyboard.press('Enter');
    await until(page, () => document.querySelector('.stepper [aria-label="To the end"]').ariaDisabled);
    assert.equal(await focused(), '→|');
    await page.keyboard.press('Home');
    await until(page, () => document.querySelector('.stepper [aria-label="To the beginning"]').ariaDisabled);
  });

  it('a sentence says whether threads ran at the same time and waited for the GIL', elsewhere, async ({ page, server }) => {
    await open(page, server, `import threading
def work():
    for i in range(300_000): pass
threads = [threading.Thread(target=work) for _ in range(2)]
for t in threads: t.start()
for t in threads: t.join()
`, '&gil=on&model=3.14');
    const summary = async (pattern) => {
      await press(page, 'Run');
      await until(page, (pattern) => new RegExp(pattern).test(document.querySelector('.summary')?.textContent ?? ''), pattern);
    };
    await summary('^On average [01]\\.\\d\\d threads ran at a time; together they waited .+ for the GIL\\.$');
    await page.click('[role=switch]');
    await summary('^On average [012]\\.\\d\\d threads ran at a time; there was no GIL to wait for\\.$');
  });

  it('a trace of a program that cannot be compiled says why', elsewhere, async ({ page, server }) => {
    await open(page, server, 'def f(:\n');
    await page.click('.lenses [value=Trace]');
    await press(page, 'Trace');
    await until(page, () => document.querySelector('.printed')?.textContent.includes('SyntaxError'), null, 30_000);
  });
});
