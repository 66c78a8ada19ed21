// The page's second part: it comes when somebody uses the page, never by a request that holds the page up, and what needs
// it where it cannot be fetched costs nothing.
import assert from 'node:assert/strict';
import { everyBrowser, pack, press, sleep, until } from './lib.mjs';

const ready = (page) => until(page, () => document.querySelector('[data-engine=threads]') !== null && document.querySelector('.cm-content') !== null);
const ended = (page) => until(page, () => document.querySelector('.result')?.dataset.ended);
const link = (code) => `#v=1&code=${pack(code)}`;
const fetched = (server) => server.requests.some(({ name }) => name.endsWith('page_rest.wasm'));
const code = (page) => page.evaluate(() => document.querySelector('.cm-content').textContent);

/** Counts the requests of a page that hold it up. */
const WATCH = `
  window.held = 0;
  const open = XMLHttpRequest.prototype.open;
  XMLHttpRequest.prototype.open = function (...words) {
    if (words[2] === false) window.held++;
    return open.apply(this, words);
  };`;

/** Opens the page as for the first time. */
async function visit(page, server, fragment = '') {
  await (page.addInitScript ?? page.evaluateOnNewDocument).call(page, page.addInitScript ? { content: WATCH } : WATCH);
  await page.goto(server.url + fragment);
  await ready(page);
}

const choose = (page, selector, value) => page.evaluate(([selector, value]) => {
  const control = document.querySelector(selector);
  control.value = value;
  for (const type of ['input', 'change']) control.dispatchEvent(new Event(type, { bubbles: true }));
}, [selector, value]);
const open = (page, words) => page.evaluate((words) => {
  [...document.querySelectorAll('summary')].find((summary) => summary.textContent.includes(words)).click();
}, words);
const onLanes = (page, type, options) => page.evaluate(([type, options]) => {
  const stage = document.querySelector('.stage');
  const { left, top } = stage.getBoundingClientRect();
  const Kind = { keydown: KeyboardEvent, wheel: WheelEvent, dblclick: MouseEvent }[type] ?? PointerEvent;
  stage.dispatchEvent(new Kind(type, { bubbles: true, cancelable: true, clientX: left + 50, clientY: top + 40, ...options }));
}, [type, options]);

/** Each by itself, as the first thing that is done with the page; with a condition that tells that it was done. */
const ACTIONS = {
  'Race it': [(page) => press(page, 'Race it'), () => document.querySelector('.race') !== null],
  'Copy link': [(page) => press(page, 'Copy link'), () => document.querySelector('#tools').textContent.includes('Link copied') || location.hash.includes('code=')],
  'the colours': [(page) => press(page, 'Colours'), () => document.documentElement.dataset.theme === 'light'],
  'the lens': [(page) => page.evaluate(() => document.querySelector('input[value=Trace]').click()), () => document.querySelector('.trace')?.closest('.lens').hidden === false],
  'the model': [(page) => choose(page, '#model', '3.9'), () => document.querySelector('.engine-line').textContent.includes('3.9') || document.querySelector('#model').value === '3.9'],
  'the cores': [(page) => choose(page, '#cores', '1'), () => document.querySelector('.engine-line').textContent.includes('1 worker.')],
  'the interval': [(page) => choose(page, '#interval', '0'), () => document.querySelector('output[for=interval]').textContent !== '5 ms'],
  'another link': [(page) => page.evaluate((hash) => { location.hash = hash; }, link('print("another")\n')), () => document.querySelector('.cm-content').textContent.includes('another')],
};

/** The same after a run; that is not fast enough for the second part to have come by the way. */
const AFTER_A_RUN = {
  'Clear': [(page) => press(page, 'Clear'), () => document.querySelector('.output-box .empty') !== null],
  'Copy': [(page) => page.evaluate(() => [...document.querySelectorAll('.output button')].find((button) => button.textContent === 'Copy').click())],
  'Zoom in': [(page) => page.evaluate(() => document.querySelector('[aria-label="Zoom in"]').click()), () => !document.querySelector('[aria-label="Zoom out"]').ariaDisabled],
  'the tables': [(page) => open(page, 'as tables'), () => document.querySelectorAll('.table-twin tbody tr').length > 0],
  'the waits': [(page) => open(page, 'waited for the GIL'), () => document.querySelector('.waits table') !== null],
  'a pointer over the lanes': [async (page) => { for (const type of ['pointermove', 'pointerdown', 'pointermove', 'pointerup', 'pointerleave', 'dblclick', 'wheel']) await onLanes(page, type, { deltaY: -50 }); }],
  'keys in the lanes': [async (page) => { for (const key of ['ArrowUp', 'ArrowLeft', 'Home']) await onLanes(page, 'keydown', { key }); }],
};

everyBrowser((it, name) => {
  const slow = { start: 'test/host.html', slow: /page_rest\.wasm/ };

  // What the reload cuts short is no failure.
  it('who reads, types and runs holds nothing up', { ...slow, tolerate: [/ServiceWorker intercepted/] }, async ({ page, server }) => {
    await visit(page, server);
    await page.mouse.move(300, 500);
    await page.mouse.wheel(name === 'firefox' ? { deltaY: 300 } : 0, 300);
    await page.evaluate(() => scrollTo(0, 300));
    await (page.setViewportSize ?? page.setViewport).call(page, { width: 700, height: 700 });
    await page.click('.cm-content');
    await page.keyboard.type('# mine\n');
    await sleep(1000);
    assert.equal(fetched(server), false, 'a visit that reads and types needs no second part');
    await press(page, 'Deadlock');
    await press(page, 'Back to my text');
    await page.click('[role=switch]');
    await page.click('[role=switch]');
    await page.click('.primary');
    await ended(page);
    await page.keyboard.press('Escape');
    await page.reload();
    await ready(page);
    assert.match(await code(page), /# mine/);
    assert.equal(await page.evaluate(() => window.held), 0);
    // It was used: now the rest comes by itself.
    await page.click('[role=switch]');
    for (let i = 0; !fetched(server) && i < 100; i++) await sleep(50);
    assert.equal(fetched(server), true);
    assert.equal(await page.evaluate(() => window.held), 0);
  });

  it('a link holds nothing up', slow, async ({ page, server }) => {
    await visit(page, server, link('print("from a link")\n'));
    assert.match(await code(page), /from a link/);
    assert.equal(await page.evaluate(() => window.held), 0);
  });

  for (const [what, [action, done]] of Object.entries(ACTIONS)) it(`at once after opening: ${what}`, slow, async ({ page, server }) => {
    await visit(page, server);
    await action(page);
    await until(page, done);
    assert.equal(await page.evaluate(() => window.held), 0);
  });

  for (const [what, [action, done]] of Object.entries(AFTER_A_RUN)) it(`at once after a run: ${what}`, slow, async ({ page, server }) => {
    await visit(page, server);
    // Without a hand on the page, so that nothing is fetched ahead.
    await press(page, 'Run');
    await ended(page);
    await until(page, () => document.querySelector('.legend') !== null);
    await action(page);
    await (done ? until(page, done) : sleep(800));
    assert.equal(await page.evaluate(() => window.held), 0);
  });

  const missing = { start: 'test/host.html', missing: /page_rest/, tolerate: [/page_rest\.wasm: 404/, /Failed to load resource/] };
  it('without a network what needs the second part says so, and the rest of the page goes on', missing, async ({ page, server }) => {
    await visit(page, server);
    await page.click('.cm-content');
    await page.keyboard.type('# kept\n');
    for (const what of ['Copy link', 'Race it', 'Colours']) {
      await press(page, what);
      await until(page, () => document.querySelector('#no-rest p')?.textContent.includes('Your text is kept'));
      await page.evaluate(() => document.querySelector('#no-rest button').click());
      assert.equal(await page.evaluate(() => document.querySelector('#no-rest')), null);
    }
    await page.click('[role=switch]');
    await until(page, () => document.querySelector('[role=switch]').getAttribute('aria-checked') === 'false');
    await press(page, 'Run');
    assert.equal(await ended(page), 'done');
    assert.match(await code(page), /# kept/);
    await page.reload();
    await ready(page);
    assert.match(await code(page), /# kept/);
  });
});
