// What a reader does with the page: read, type, run, stop, share, come back.
import assert from 'node:assert/strict';
import { everyBrowser, pack, press, sleep, until } from './lib.mjs';

const text = (page) => page.evaluate(() => [...document.querySelectorAll('.cm-line')].map((line) => line.textContent).join('\n'));
const editor = (page) => until(page, () => document.querySelector('.cm-content') !== null);
const engine = (page) => until(page, () => ['threads', 'one-thread'].includes(document.querySelector('.engine-line')?.dataset.engine));
const ended = (page) => until(page, () => document.querySelector('.result')?.dataset.ended);
const output = (page) => page.evaluate(() => [...document.querySelectorAll('.output-box pre')].map((pre) => pre.textContent).join('\n'));

/** Opens the page with a program in its link. Tests that use it start from a page that loads nothing more. */
async function open(page, server, code, rest = '') {
  await page.goto(`${server.url}#v=1&code=${pack(code)}${rest}`);
  await editor(page);
}

const elsewhere = { start: 'test/host.html' };

async function control(page, key) {
  await page.keyboard.down('Control');
  await page.keyboard.press(key);
  await page.keyboard.up('Control');
}

everyBrowser((it) => {
  it('the program is there to be read and edited before anything else has come', { start: '' }, async ({ page }) => {
    const shell = await page.evaluate(async () => (await fetch('index.html')).text());
    assert.match(shell, /<textarea id="source"[^>]*>\s*# Two threads add to one counter/);
    assert.ok(shell.indexOf('<textarea') < shell.indexOf('type="module"'));
    await editor(page);
    assert.match(await text(page), /counter \+= 1/);
    assert.equal(await page.evaluate(() => document.getElementById('source').hidden), true);
  });

  it('a link brings a program and its settings; Ctrl-Enter runs it', elsewhere, async ({ page, server }) => {
    await open(page, server, 'print("hello from a link")\n', '&gil=off&cores=2&interval=10000');
    await engine(page);
    assert.equal(await page.evaluate(() => document.querySelector('[role=switch]').getAttribute('aria-checked')), 'false');
    assert.equal(await page.evaluate(() => document.querySelector('output[for=interval]').textContent), '10 ms');
    assert.equal(await page.evaluate(() => document.getElementById('model').value), '3.14t');
    await page.click('.cm-content');
    await control(page, 'Enter');
    assert.equal(await ended(page), 'done');
    await until(page, () => document.querySelector('.output-box pre')?.textContent.includes('hello from a link'));
    assert.match(await page.evaluate(() => document.querySelector('.result').textContent), /wall time.*measured here/s);
  });

  it('a link that cannot be used says so and leaves a page that works', elsewhere, async ({ page, server }) => {
    for (const [fragment, told] of [['v=99&code=AAAA', /version 99/], ['code=%%%', /cannot be read/], [`code=${pack('x'.repeat(2 << 20))}`, /too long/]]) {
      await page.goto(`${server.url}test/host.html`);
      await page.goto(`${server.url}#${fragment}`);
      await editor(page);
      await engine(page);
      await until(page, () => document.querySelector('.notice p') !== null);
      assert.match(await page.evaluate(() => document.querySelector('.notice p').textContent), told);
      assert.match(await text(page), /counter \+= 1/);
    }
    // It stands above the program, and leaves the output beside it.
    await (page.setViewportSize ?? page.setViewport).call(page, { width: 1280, height: 800 });
    const { notice, program, output } = await page.evaluate(() => Object.fromEntries(['.notice', '#program', '.output'].map((selector) => {
      const { top, bottom, left, right } = document.querySelector(selector).getBoundingClientRect();
      return [selector.slice(1), { top, bottom, left, right }];
    })));
    assert.ok(notice.bottom <= program.top, `${notice.bottom} ${program.top}`);
    assert.ok(output.top === program.top && output.left >= program.right, JSON.stringify({ program, output }));
  });

  it('switch and model agree', { start: '' }, async ({ page }) => {
    await engine(page);
    const both = () => page.evaluate(() => [document.querySelector('[role=switch]').getAttribute('aria-checked'), document.getElementById('model').value]);
    const choose = (model) => page.evaluate((model) => {
      const select = document.getElementById('model');
      select.value = model;
      select.dispatchEvent(new Event('change', { bubbles: true }));
    }, model);
    assert.deepEqual(await both(), ['true', '3.14']);
    await page.click('[role=switch]');
    await until(page, () => document.getElementById('model').value === '3.14t');
    await choose('3.9');
    await until(page, () => document.querySelector('[role=switch]').getAttribute('aria-checked') === 'true');
    await page.click('[role=switch]');
    await until(page, () => document.getElementById('model').value === '3.14t');
    await page.click('[role=switch]');
    await until(page, () => document.getElementById('model').value === '3.9');
    assert.deepEqual(await both(), ['true', '3.9']);
  });

  it('what was typed is there again after a reload', { start: '' }, async ({ page }) => {
    await editor(page);
    await page.click('.cm-content');
    await control(page, 'End');
    await page.keyboard.type('# my own line');
    await engine(page);
    await page.reload();
    await editor(page);
    assert.match(await text(page), /# my own line$/);
  });

  it('a program of the shelf replaces the text, which can be brought back', elsewhere, async ({ page, server }) => {
    await open(page, server, '# mine\n');
    await press(page, 'Deadlock');
    await until(page, () => document.querySelector('.cm-content').textContent.includes('knife'));
    await press(page, 'Back to my text');
    await until(page, () => document.querySelector('.cm-content').textContent.includes('# mine'));
  });

  it('Run before the engine has come runs the program then', elsewhere, async ({ page, server }) => {
    await open(page, server, 'print("at last")\n');
    await press(page, 'Run');
    assert.equal(await ended(page), 'done');
    await until(page, () => document.querySelector('.output-box pre')?.textContent.includes('at last'));
  });

  it('Esc stops an endless loop, and the next run works', elsewhere, async ({ page, server }) => {
    await open(page, server, 'print("begun")\nwhile True: pass\n');
    await engine(page);
    await press(page, 'Run');
    await until(page, () => document.querySelector('.output-box pre')?.textContent.includes('begun'));
    await sleep(300);
    await page.keyboard.press('Escape');
    assert.equal(await ended(page), 'stopped');
    assert.match(await output(page), /begun/);
    await press(page, 'Run');
    await until(page, () => document.querySelector('.result')?.textContent.startsWith('Running'));
    await press(page, 'Stop');
    assert.equal(await ended(page), 'stopped');
  });

  it('the race runs both sides and tells the ratio', elsewhere, async ({ page, server }) => {
    await open(page, server, 'print("same")\n');
    await engine(page);
    await press(page, 'Race it');
    await until(page, () => document.querySelectorAll('.race tbody tr').length === 2 && !document.querySelector('.verdict').textContent.startsWith('Run '));
    const rows = await page.evaluate(() => [...document.querySelectorAll('.race tbody tr')].map((row) => row.textContent));
    for (const row of rows) assert.match(row, /5 × same/);
    assert.match(await page.evaluate(() => document.querySelector('.race caption').textContent), /GIL on \/ GIL off: \d/);
  });

  it('where the editor cannot be loaded the text area serves', elsewhere, async ({ page, name }) => {
    // A page without that module is written in place of another one, which Firefox does not let a driver do.
    if (name === 'firefox') return;
    const shell = await page.evaluate(async () => (await fetch('/index.html')).text());
    const without = shell.replace(/\.\/assets[^']*\/editor\.js/, 'data:text/javascript,throw 1').replace('<head>', '<head><base href="/">');
    await page.evaluate((html) => { document.open(); document.write(html); document.close(); }, without);
    await engine(page);
    assert.equal(await page.evaluate(() => document.getElementById('source').hidden), false);
    await page.evaluate(() => { document.getElementById('source').value = 'print("plain")\n'; });
    await press(page, 'Run');
    assert.equal(await ended(page), 'done');
    await until(page, () => document.querySelector('.output-box pre')?.textContent.includes('plain'));
  });

  it('the keyboard gets out of the editor: Esc, then Tab', { start: '' }, async ({ page }) => {
    await editor(page);
    await engine(page);
    await page.click('.cm-content');
    const before = await text(page);
    await page.keyboard.press('Tab');
    assert.equal((await text(page)).length, before.length + 4);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement.closest('.editor-host')), null);
  });

  it('nothing is wider than a narrow screen', { start: '' }, async ({ page }) => {
    await (page.setViewportSize ?? page.setViewport).call(page, { width: 320, height: 640 });
    await editor(page);
    await engine(page);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= 320));
  });
});
