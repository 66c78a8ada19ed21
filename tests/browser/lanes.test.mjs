// The lanes of a simulated run: the playhead, the GIL as a baton, groups, the picture, and how long threads waited.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { everyBrowser, pack, press, until } from './lib.mjs';

const AXE = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const CONVOY = fs.readFileSync(path.join(path.dirname(fileURLToPath(import.meta.url)), '../../web/programs/convoy.py'), 'utf8');
const SORTS = `import threading
big = list(range(300000, 0, -1))
def sort(): big.sort()
def count():
    n = 0
    for i in range(2000): n += i
a = threading.Thread(target=sort, name="sorts")
b = threading.Thread(target=count, name="counts")
a.start(); b.start(); a.join(); b.join()
`;
const MANY = `import threading
def work(): pass
ts = [threading.Thread(target=work) for _ in range(100)]
for t in ts: t.start()
for t in ts: t.join()
`;

/** Opens the page with a program and traces it, until its lanes are there. */
async function trace(page, server, code) {
  await page.goto(`${server.url}#v=1&code=${pack(code)}`);
  await until(page, () => document.querySelector('.cm-content') !== null && document.querySelector('[data-engine=threads]') !== null);
  await page.click('.lenses [value=Trace]');
  await press(page, 'Trace');
  await until(page, () => document.querySelector('.lanes:has(.seeks) .lane-names li') !== null, null, 60_000);
}

const sentence = (page) => page.evaluate(() => document.querySelector('.sentence').textContent);
const step = async (page) => Number((await sentence(page)).match(/^Step ([\d\u202f]+)/)[1].replaceAll('\u202f', ''));
const playhead = (page) => page.evaluate(() => {
  const stage = document.querySelector('.stage.seeks');
  const [now, max] = ['aria-valuenow', 'aria-valuemax'].map((name) => Number(stage.getAttribute(name)));
  return { now, max, words: stage.getAttribute('aria-valuetext'), baton: stage.querySelector('.baton-mark')?.style.transform, request: stage.querySelector('.request') !== null };
});
const names = (page) => page.evaluate(() => [...document.querySelector('.stage.seeks').closest('.lanes').querySelectorAll('.lane-names li')].map((lane) => lane.textContent));

/** Clicks in the lanes, at a fraction of their width. */
async function clickAt(page, at) {
  const { x, y } = await page.evaluate(async (at) => {
    const stage = document.querySelector('.stage.seeks');
    const box = () => stage.getBoundingClientRect();
    // The page brings what was asked for into sight: until it rests.
    for (let rest = 0, before = NaN; rest < 10; before = box().top) {
      stage.scrollIntoView({ block: 'center' });
      await new Promise((resolve) => requestAnimationFrame(resolve));
      rest = box().top === before ? rest + 1 : 0;
    }
    const { left, top, width } = box();
    return { x: left + width * at, y: top + 50 };
  }, at);
  await page.mouse.click(x, y);
}

everyBrowser((it) => {
  it('a click in the lanes seeks, arrow keys step, and the baton goes to the holder', { timeout: 120_000 }, async ({ page, server }) => {
    await trace(page, server, CONVOY);
    assert.deepEqual(await names(page), ['GIL', 'MainThread', 'hog-0', 'hog-1', 'I/O']);
    const first = await step(page);
    await clickAt(page, 0.5);
    await until(page, () => { const stage = document.querySelector('.stage.seeks'); return Math.abs(stage.getAttribute('aria-valuenow') / stage.getAttribute('aria-valuemax') - 0.5) < 0.01; });
    await until(page, (first) => !document.querySelector('.sentence').textContent.startsWith(`Step ${first} `), first);
    const middle = await sentence(page);
    await page.focus('.stage.seeks');
    await page.keyboard.press('ArrowRight');
    await until(page, (before) => document.querySelector('.sentence').textContent !== before, middle);
    await page.keyboard.press('Home');
    await until(page, (first) => document.querySelector('.sentence').textContent.startsWith(`Step ${first} `), String(first));
    await (page.selectOption ?? page.select).call(page, '.stepper select', 'switch');
    const batons = new Set();
    for (let i = 0; i < 8; i++) {
      const before = await sentence(page);
      await page.keyboard.press('ArrowRight');
      await until(page, (before) => document.querySelector('.sentence').textContent !== before, before);
      batons.add((await playhead(page)).baton);
    }
    // Of the three threads that take turns.
    assert.ok(batons.size >= 2, [...batons].join());
  });

  it('while a native call goes on, a request for the GIL is on its way', {}, async ({ page, server }) => {
    await trace(page, server, SORTS);
    await clickAt(page, 0.6);
    await until(page, () => /sorts holds the GIL and was asked for it/.test(document.querySelector('.stage.seeks').getAttribute('aria-valuetext')));
    assert.equal((await playhead(page)).request, true);
  });

  it('many threads share lanes, which the keyboard opens', {}, async ({ page, server }) => {
    await trace(page, server, MANY);
    const closed = await names(page);
    assert.ok(closed.length <= 65, `${closed.length} lanes`);
    assert.match(closed.at(-1), /53: Thread-48 …/);
    await page.focus('.lanes:has(.seeks) .lane-names button');
    await page.keyboard.press('Enter');
    await until(page, () => document.querySelector('.lanes:has(.seeks) .lane-names button').getAttribute('aria-expanded') === 'true');
    assert.equal((await names(page)).length, closed.length + 53);
  });

  it('played fast, the run goes on by itself and the window follows; paused, it stays', {}, async ({ page, server }) => {
    await trace(page, server, CONVOY);
    const before = await step(page);
    await page.evaluate(() => { const speed = document.querySelector('[aria-label=Speed]'); speed.value = 'very fast'; speed.dispatchEvent(new Event('change', { bubbles: true })); });
    await press(page, 'Play');
    await until(page, (before) => Number(document.querySelector('.sentence').textContent.match(/^Step (\d+)/)[1]) > before + 20, before);
    await press(page, 'Pause');
    const { left, whole } = await page.evaluate(() => ({ left: parseFloat(document.querySelector('.over-lanes .playhead').style.left), whole: parseFloat(document.querySelector('.lanes:has(.seeks) .brush').style.width) }));
    assert.ok(left > 0 && left < 100 && whole < 100, `${left} ${whole}`);
    // What was asked for last may still come.
    await new Promise((resolve) => setTimeout(resolve, 500));
    const paused = await step(page);
    await new Promise((resolve) => setTimeout(resolve, 500));
    assert.equal(await step(page), paused);
  });

  it('the lanes are saved as a picture', {}, async ({ page, server }) => {
    await trace(page, server, SORTS);
    await clickAt(page, 0.6);
    await until(page, () => /asked/.test(document.querySelector('.stage.seeks').getAttribute('aria-valuetext')));
    await page.evaluate(() => {
      const make = URL.createObjectURL;
      URL.createObjectURL = (blob) => { blob.text().then((text) => { window.saved = text; }); return make.call(URL, blob); };
      HTMLAnchorElement.prototype.click = function () { window.savedAs = this.download; };
    });
    await press(page, 'Save SVG');
    await until(page, () => window.saved !== undefined);
    const { root, texts } = await page.evaluate(() => {
      const picture = new DOMParser().parseFromString(window.saved, 'image/svg+xml');
      return { root: picture.documentElement.tagName, texts: [...picture.querySelectorAll('text')].map((text) => text.textContent) };
    });
    assert.equal(root, 'svg');
    for (const text of ['GIL timeline', 'sorts', 'counts', 'waiting for the GIL', 'asked for the GIL']) assert.ok(texts.includes(text), `${text} is not in ${texts}`);
    assert.ok(texts.some((text) => text.startsWith('simulated, ')), texts.join());
  });

  it('waits for the GIL are told as a chart and a table, and at other switch intervals', { timeout: 120_000 }, async ({ page, server }) => {
    await trace(page, server, CONVOY);
    await page.evaluate(() => document.querySelector('.timeline:has(.seeks) .waits summary').click());
    const rows = () => page.evaluate(() => [...document.querySelectorAll('.timeline:has(.seeks) .waits > .table-scroll tbody tr')].map((row) => [...row.children].map((cell) => cell.textContent)));
    await until(page, () => document.querySelector('.timeline:has(.seeks) .waits tbody tr') !== null);
    const io = (await rows()).find(([name]) => name === 'I/O');
    assert.ok(Number(io[1]) >= 20, io.join());
    // Begun, cancelled, begun again.
    await press(page, 'Try six');
    await until(page, () => document.querySelector('.sweep tbody tr') !== null, null, 60_000);
    await press(page, 'Cancel');
    const cancelled = await page.evaluate(() => document.querySelectorAll('.sweep tbody tr').length);
    assert.ok(cancelled < 6, `${cancelled} intervals`);
    await press(page, 'Try six');
    await until(page, () => document.querySelectorAll('.sweep tbody tr').length === 6, null, 60_000);
    await page.evaluate(() => { const thread = document.querySelector('.sweep select'); thread.value = [...thread.options].find((option) => option.textContent === 'I/O').value; thread.dispatchEvent(new Event('change', { bubbles: true })); });
    const ns = (text) => parseFloat(text) * { ns: 1, µs: 1e3, ms: 1e6, s: 1e9 }[text.split(' ')[1]];
    const medians = () => page.evaluate(() => [...document.querySelectorAll('.sweep tbody tr')].map((row) => row.children[2].textContent));
    await until(page, () => document.querySelector('.sweep tbody tr').children[1].textContent >= 10);
    const waits = (await medians()).map(ns);
    // The longer the interval, the longer the wait: from about half a millisecond to at least one interval of 20 ms.
    assert.ok(waits[0] < 3e6 && waits[5] >= 20e6 && waits[3] >= 5e6, waits.join());
    await page.evaluate(AXE);
    const found = await page.evaluate(async () => (await window.axe.run(document)).violations.map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 120)}`));
    assert.deepEqual(found, []);
    await (page.setViewportSize ?? page.setViewport).call(page, { width: 320, height: 640 });
    await until(page, () => document.documentElement.scrollWidth <= 320);
  });
});
