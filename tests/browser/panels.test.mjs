// The panels of the Trace lens, as a reader uses them: memory, locks, polls, a link to a moment, Stop, two models, a line's steps.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import { everyBrowser, pack, press, until } from './lib.mjs';

const AXE = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const LOCKS = `import threading, time

class Account:
    def __init__(self):
        self.lock = threading.RLock()
        self.log = [1, 2]

forks = [threading.Lock() for _ in range(2)]
account = Account()
total = 0

def eat(i):
    global total
    with account.lock, account.lock:
        total += 1
        account.log.append(i)
    with forks[i]:
        time.sleep(0.01)
        with forks[1 - i]:
            pass

threads = [threading.Thread(target=eat, args=(i,)) for i in range(2)]
for t in threads:
    t.start()
for t in threads:
    t.join()
`;

const COUNTER = `import threading

counter = 0

def work():
    global counter
    for i in range(40):
        counter += 1

threads = [threading.Thread(target=work) for _ in range(2)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(counter)
`;

// On a busy machine an engine whose workers are late is replaced: what it had asked for is then not answered.
const elsewhere = { start: 'test/host.html', timeout: 120_000, tolerate: [/pool-worker\.js/] };
const shown = (page) => until(page, () => document.querySelector('.stepper') !== null, null, 100_000);
const text = (page, selector) => page.evaluate((selector) => document.querySelector(selector)?.textContent ?? '', selector);
const choose = (page, selector, value) => page.evaluate(([selector, value]) => {
  const select = document.querySelector(selector);
  select.value = value;
  select.dispatchEvent(new Event('change', { bubbles: true }));
}, [selector, value]);

/** Opens the page with a program in the Trace lens; nothing is simulated yet. */
async function open(page, server, code, rest = '') {
  await page.goto(`${server.url}test/host.html`);
  await page.goto(`${server.url}#v=1&code=${pack(code)}&lens=trace${rest}`);
  await until(page, () => document.querySelector('.cm-content') !== null && document.querySelector('[data-engine=threads]') !== null);
}

async function trace(page, server, code, rest) {
  await open(page, server, code, rest);
  await press(page, 'Trace');
  await shown(page);
}

/** Goes to a position, as the scrubber does, and waits for it. */
async function seek(page, position) {
  await page.evaluate((position) => {
    const scrubber = document.querySelector('.scrubber');
    const to = Math.min(position, Number(scrubber.max));
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(scrubber, to);
    scrubber.dispatchEvent(new Event('input', { bubbles: true }));
  }, position);
  await until(page, (position) => {
    const said = Number(/^Step ([\d\s]+) of/.exec(document.querySelector('.sentence').textContent)[1].replace(/\s/g, ''));
    return said === Math.min(position, Number(document.querySelector('.scrubber').max));
  }, position);
}

/** Presses a step button and waits for what it shows. */
const step = (page, label) => page.evaluate(async (label) => {
  const sentence = () => document.querySelector('.sentence').textContent;
  const before = sentence();
  document.querySelector(`.stepper [aria-label="${label}"]`).click();
  for (let wait = 0; wait < 400 && sentence() === before; wait++) await new Promise((resolve) => setTimeout(resolve, 5));
}, label);

/** Everything that the panels say. */
const panels = (page) => page.evaluate(() => {
  // Where a thread waits, the words tell.
  const twin = document.querySelector('.memory-pane details');
  twin.open = true;
  return ['.trace .sentence', '.trace table', '.trace .choices', '.memory-pane', '.trace-more'].map((selector) => document.querySelector(selector)?.textContent ?? '').join('\n')
    + [...document.querySelectorAll('.memory path')].map((path) => path.getAttribute('d')).join(' ')
    + [...document.querySelectorAll('.cm-dots .cm-dot, .cm-polls .cm-dot')].map((dot) => `${dot.className} ${dot.title}`).join('\n');
});

/** The link that the page copies. */
const link = (page) => page.evaluate(async () => {
  let copied;
  navigator.clipboard.writeText = async (text) => { copied = text; };
  [...document.querySelectorAll('button')].find((button) => button.textContent === 'Copy link').click();
  for (let wait = 0; wait < 100 && !copied; wait++) await new Promise((resolve) => setTimeout(resolve, 10));
  return copied;
});

everyBrowser((it) => {
  it('memory and locks are drawn, and told in a table', elsewhere, async ({ page, server }) => {
    await trace(page, server, LOCKS);
    await step(page, 'To the end');
    assert.match(await text(page, '.circle'), /Deadlock: Thread-\d \(eat\) waits for forks\[\d\], which Thread-\d \(eat\) holds; Thread/);
    const locks = await page.evaluate(() => [...document.querySelectorAll('.locks > li')].map((li) => li.textContent));
    assert.equal(locks.length, 3, locks.join('\n'));
    for (const i of [0, 1]) assert.match(locks[i], /^Thread-\d \(eat\) holds → forks\[\d\] Lock ← waiting: Thread-\d \(eat\)$/);
    assert.match(locks[2], /account\.lock RLock free/);
    const { boxes, arrows, heads, twin } = await page.evaluate(() => ({
      boxes: [...document.querySelectorAll('.block .title .name')].map((title) => title.textContent),
      arrows: document.querySelectorAll('.memory path').length,
      heads: document.querySelectorAll('.memory .head').length,
      twin: [...document.querySelectorAll('.memory-pane details th.code')].map((th) => th.textContent),
    }));
    for (const title of ['globals', 'list', 'Account', 'RLock', 'Thread']) assert.ok(boxes.includes(title), `${title}: ${boxes}`);
    assert.ok(arrows > 5 && arrows === heads, `${arrows} ${heads}`);
    for (const name of ['forks', 'account', 'total', '.lock']) assert.ok(twin.includes(name), `${name}: ${twin}`);
    // A lock that is held twice says so.
    await choose(page, '.stepper select', 'line');
    await step(page, 'To the beginning');
    let twice = false;
    for (let i = 0; i < 80 && !twice; i++) {
      await step(page, 'On one');
      twice = /holds × 2 → account\.lock/.test(await page.evaluate(() => document.querySelector('.locks')?.textContent ?? ''));
    }
    assert.ok(twice);
  });

  it('what a step has changed is marked by a sign, and arrows keep to their boxes', elsewhere, async ({ page, server }) => {
    await trace(page, server, 'numbers = [1]\nother = numbers\nnumbers.append(2)\ntotal = 7\n');
    await choose(page, '.stepper select', 'bytecode');
    const signs = [];
    for (let i = 0; i < 30; i++) {
      await step(page, 'On one');
      signs.push(...await page.evaluate(() => [...document.querySelectorAll('.slot.changed')].map((slot) => slot.textContent)));
    }
    assert.ok(signs.includes('totalΔ 7'), signs.join(' | '));
    assert.ok(signs.includes('Δ [1, 2]'), signs.join(' | '));
    const aligned = await page.evaluate(() => {
      const head = document.querySelector('.memory .head').getBoundingClientRect();
      const object = document.querySelector('.block.object .title').getBoundingClientRect();
      return Math.abs((head.top + head.bottom) - (object.top + object.bottom)) < 8 && Math.abs(head.right - object.left) < 8;
    });
    assert.ok(aligned);
  });

  it('polls are dots in the gutter, and a request waits at the next of them', elsewhere, async ({ page, server }) => {
    await trace(page, server, COUNTER.replace('range(40)', 'range(4000)'), '&interval=10');
    const dots = () => page.evaluate(() => [...document.querySelectorAll('.cm-polls .cm-dot')].length);
    await until(page, () => document.querySelectorAll('.cm-polls .cm-dot').length > 2);
    assert.equal(await page.evaluate(() => [...document.querySelectorAll('.cm-dots .cm-dot')].map((dot) => dot.textContent).join()), 'M');
    await choose(page, '.stepper select', 'switch');
    // Up to where one of the two has the GIL because it asked the other for it.
    let asked = '';
    for (let i = 0; i < 12 && !asked; i++) {
      await choose(page, '.stepper select', 'switch');
      await step(page, 'On one');
      await choose(page, '.stepper select', 'bytecode');
      for (let back = 0; back < 6 && !asked; back++) {
        await step(page, 'Back one');
        asked = await page.evaluate(() => document.querySelector('.cm-dot.asked')?.title ?? '');
      }
      if (!asked) await step(page, '+10 steps');
    }
    assert.match(asked, /has asked for the GIL: it is given up here/);
    // Without a GIL there is nothing to poll for.
    await choose(page, '#model', '3.14t');
    await press(page, 'Trace');
    await until(page, () => document.querySelector('.stepper') && !document.querySelector('.cm-polls .cm-dot'));
    assert.equal(await dots(), 0);
  });

  it('another run that was asked for amid steps comes, whatever is pressed after it', elsewhere, async ({ page, server }) => {
    await trace(page, server, COUNTER);
    await until(page, () => document.querySelectorAll('.cm-polls .cm-dot').length > 0);
    await choose(page, '#model', '3.14t');
    await page.evaluate(() => {
      const press = (button) => button.click();
      const on = document.querySelector('.stepper [aria-label="On one"]');
      press(on);
      press([...document.querySelectorAll('button')].find((button) => button.textContent.trim().startsWith('Trace')));
      press(on);
    });
    await until(page, () => document.querySelector('.stepper') && !document.querySelector('.cm-polls .cm-dot'));
  });

  it('200 positions at random show in every panel what a fresh page shows', { ...elsewhere, timeout: 240_000 }, async ({ page, server }) => {
    let random = 4711;
    const draw = (n) => { random = (random * 1103515245 + 12345) % 2147483648; return random % n; };
    await trace(page, server, LOCKS, '&model=3.14t&seed=3');
    const [first, last] = await page.evaluate(() => { const { min, max } = document.querySelector('.scrubber'); return [Number(min), Number(max)]; });
    const visits = Array.from({ length: 200 }, () => first + draw(last - first + 1));
    const seen = new Map();
    for (const position of visits) {
      await seek(page, position);
      const now = await panels(page);
      if (seen.has(position)) assert.equal(now, seen.get(position), `step ${position}, visited again`);
      seen.set(position, now);
    }
    await trace(page, server, LOCKS, '&model=3.14t&seed=3');
    for (const position of [...seen.keys()].sort((a, b) => a - b)) {
      await seek(page, position);
      assert.equal(seen.get(position), await panels(page), `step ${position}`);
    }
  });

  it('a link shows the very step again, with its choices', elsewhere, async ({ page, server }) => {
    await trace(page, server, COUNTER, '&model=every&cores=2&seed=5');
    await choose(page, '.stepper select', 'switch');
    for (let i = 0; i < 3; i++) await step(page, 'On one');
    // Another thread than the one that would go on.
    await page.evaluate(() => document.querySelectorAll('.choices button')[1]?.click());
    await until(page, () => document.querySelector('.actions button').textContent === 'Trace');
    await step(page, 'On one');
    const [url, before] = [await link(page), await panels(page)];
    assert.match(url, /&model=every&cores=2&lens=trace&seed=5&schedule=g1-every-2-5-.*&step=\d+$/);
    await page.goto(`${server.url}test/host.html`);
    await page.goto(url);
    await shown(page);
    await until(page, () => document.querySelectorAll('.cm-dot').length > 0);
    assert.equal(await panels(page), before);
    assert.equal(await page.evaluate(() => document.getElementById('seed').value), '5');
  });

  it('a link whose run cannot be had says why, keeps the program, and offers to run it afresh', elsewhere, async ({ page, server }) => {
    await trace(page, server, COUNTER);
    const schedule = /schedule=([^&]*)/.exec(await link(page))[1];
    const other = COUNTER.replace('40', '41');
    for (const [code, given, told] of [
      [other, schedule, /another program/],
      [COUNTER, `g9${schedule.slice(2)}`, /format g9/],
      [COUNTER, schedule.slice(0, -8), /cut short/],
      [COUNTER, schedule.replace('3.14', '3.10'), /changed/],
    ]) {
      await open(page, server, code, `&schedule=${given}&step=300`);
      await until(page, () => document.querySelector('.trace [role=alert]') !== null);
      assert.match(await text(page, '.trace [role=alert]'), told);
      assert.equal(await page.evaluate(() => [...document.querySelectorAll('.cm-line')].map((line) => line.textContent).join('\n')), code);
      assert.equal(await page.evaluate(() => document.querySelector('.stepper')), null);
      await press(page, 'Run it afresh');
      await shown(page);
      assert.equal(await text(page, '.trace [role=alert]'), '');
    }
  });

  it('a step beyond the end is the end, and steps beyond either end do nothing', elsewhere, async ({ page, server }) => {
    await open(page, server, COUNTER, '&step=99999999');
    await shown(page);
    const end = await text(page, '.sentence');
    assert.match(end, /^Step ([\d\s]+) of \1[.:]/);
    const key = (name) => page.evaluate((name) => document.querySelector('.stepper').dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true })), name);
    for (const name of ['ArrowRight', 'PageDown', 'End']) await key(name);
    assert.equal(await text(page, '.sentence'), end);
    await key('Home');
    await until(page, (end) => document.querySelector('.sentence').textContent !== end, end);
    assert.ok(await page.evaluate(() => document.querySelector('.stepper [aria-label="Back one"]').ariaDisabled));
    assert.ok(await page.evaluate(() => !document.querySelector('.stepper [aria-label="On one"]').ariaDisabled));
  });

  it('Stop ends a simulation that is being started, what ran is shown, and progress is told meanwhile', elsewhere, async ({ page, server }) => {
    await open(page, server, 'n = 0\nwhile True:\n    n += 1\n');
    await press(page, 'Trace');
    await until(page, () => /Simulating… [\d\s]+ steps so far/.test(document.querySelector('.progress')?.textContent ?? ''));
    assert.equal(await page.evaluate(() => document.querySelector('[role=status].visually-hidden.wide').textContent), 'Simulating.');
    const stop = () => page.evaluate(() => [...document.querySelectorAll('.actions button')].find((button) => button.textContent === 'Stop').ariaDisabled === 'true');
    assert.equal(await stop(), false);
    await press(page, 'Stop');
    await shown(page);
    assert.match(await text(page, '.limits'), /^Stopped after [\d\s]+ steps: what ran by then can be looked at\.$/);
    assert.equal(await stop(), true);
    await step(page, 'On one');
    assert.match(await text(page, '.sentence'), /^Step/);
  });

  it('a button leads to the first lost update, and the editor follows', elsewhere, async ({ page, server }) => {
    await trace(page, server, `${COUNTER.replace('range(40)', 'range(4000)')}${'# far below\n'.repeat(60)}`, '&model=3.14t');
    assert.match(await text(page, '.limits'), /counter, in line 8: .*a thread stored over what another had stored/);
    await page.evaluate(() => { document.querySelector('.cm-scroller').scrollTop = 1e6; });
    await press(page, 'Show the first');
    await until(page, () => /what Thread-\d \(work\) stored there after Thread-\d \(work\) had read it is lost/.test(document.querySelector('.sentence').textContent));
    const inSight = () => {
      const [line, box] = ['.cm-at', '.cm-scroller'].map((selector) => document.querySelector(selector)?.getBoundingClientRect());
      return line !== undefined && line.top >= box.top && line.bottom <= box.bottom;
    };
    await until(page, inSight);
    // Who looks at another part of the program is left alone as long as the line is the same.
    await page.evaluate(() => { document.querySelector('.cm-scroller').scrollTop = 1e6; });
    await choose(page, '.stepper select', 'bytecode');
    await step(page, 'Back one');
    assert.ok(!await page.evaluate(inSight));
  });

  it('how it ends is said at the beginning, and a button leads there', elsewhere, async ({ page, server }) => {
    await trace(page, server, LOCKS);
    assert.match(await text(page, '.limits'), /It ends in a deadlock/);
    await press(page, 'Show the end');
    await until(page, () => /Deadlock: /.test(document.querySelector('.circle')?.textContent ?? ''));
    await trace(page, server, 'print(1)\n');
    assert.equal(await text(page, '.limits'), '');
  });

  it('a thread that waits to be notified is in no deadlock', elsewhere, async ({ page, server }) => {
    await trace(page, server, COUNTER);
    await choose(page, '.stepper select', 'switch');
    let waited = false;
    for (let i = 0; i < 8; i++) {
      await step(page, 'On one');
      waited ||= /to be notified, in threading\.Thread\.start/.test(await text(page, '.trace table'));
      assert.equal(await text(page, '.circle'), '');
      assert.doesNotMatch(await text(page, '.locks'), /a Lock/);
    }
    assert.ok(waited, 'the main thread never waited for a thread to begin');
  });

  it('a run of another program or of other settings than are set is said to be', elsewhere, async ({ page, server }) => {
    await trace(page, server, COUNTER);
    assert.match(await text(page, '#trace-title'), /CPython 3\.11–3\.14, simulated/);
    await page.click('[role=switch]');
    await until(page, () => /The settings were changed since/.test(document.querySelector('.limits').textContent));
    await page.click('[role=switch]');
    await until(page, () => !/changed since/.test(document.querySelector('.limits').textContent));
    await page.click('.cm-line');
    await page.keyboard.type('# mine ');
    await until(page, () => /The program was changed since/.test(document.querySelector('.limits').textContent));
    // Its lines are not those that the run was of.
    await until(page, () => document.querySelector('.cm-dot') === null && document.querySelector('.cm-at') === null);
    await press(page, 'Trace');
    await until(page, () => !/changed since/.test(document.querySelector('.limits')?.textContent ?? 'changed since') && document.querySelector('.cm-at') !== null, null, 100_000);
  });

  it('endless output is cut, and said to be', elsewhere, async ({ page, server }) => {
    await open(page, server, 'while True:\n    print("x")\n');
    await press(page, 'Trace');
    await shown(page);
    assert.match(await text(page, '.limits'), /^(Cut after [\d\s]+ steps.*looked at\.)It printed more than is kept/);
    await step(page, 'To the end');
    await until(page, () => /x\nx\n/.test(document.querySelector('.printed').textContent));
  });

  it('two models stand side by side at the same place, and what differs is said', elsewhere, async ({ page, server }) => {
    await trace(page, server, COUNTER, '&model=3.14');
    await choose(page, '.compare-with select', 'every');
    await until(page, () => document.querySelector('.columns') !== null, null, 30_000);
    assert.deepEqual(await page.evaluate(() => [...document.querySelectorAll('.columns > div > h3')].map((h3) => h3.textContent)), ['CPython 3.11–3.14', 'teaching model: every bytecode']);
    await choose(page, '.stepper select', 'switch');
    for (let i = 0; i < 10 && !/^Step [^:]*: Thread/.test(await text(page, '.sentence')); i++) await step(page, 'On one');
    await choose(page, '.stepper select', 'line');
    for (let i = 0; i < 3; i++) await step(page, 'On one');
    await choose(page, '.stepper select', 'bytecode');
    // At each step both are at the same instruction of the same thread, and they differ in where the GIL may go.
    let polls = 0;
    for (let i = 0; i < 25; i++) {
      await step(page, 'On one');
      const { codes, differs } = await page.evaluate(() => ({
        codes: [...document.querySelectorAll('.columns > div')].map((column) => column.querySelector('tr.here .code')?.textContent),
        differs: [...document.querySelectorAll('.differs li')].map((li) => li.textContent),
      }));
      assert.equal(codes[0], codes[1], `${codes} ${differs}`);
      assert.match(differs.at(-1), /^In the end/);
      if (/under 3\.14 .* cannot lose the GIL here; under every .* may lose/.test(differs[0])) polls++;
    }
    assert.ok(polls > 5, `${polls}`);
    await choose(page, '.compare-with select', '');
    await until(page, () => document.querySelector('.columns') === null);
  });

  it('a link brings two models back, on a phone one at a time; threads have signs of their own', elsewhere, async ({ page, server }) => {
    const source = COUNTER.replace('target=work)', 'target=work, name=f"hog-{_}")');
    await trace(page, server, source, '&model=3.14');
    await choose(page, '.stepper select', 'switch');
    for (let i = 0; i < 6; i++) await step(page, 'On one');
    await choose(page, '.compare-with select', '3.14t');
    await until(page, () => document.querySelector('.columns') !== null, null, 30_000);
    const said = () => page.evaluate(() => [...document.querySelectorAll('.columns > div > .sentence')].map((sentence) => sentence.textContent).join('\n'));
    const before = await said();
    const address = await link(page);
    assert.match(address, /&compare=3\.14t/);
    await page.goto(`${server.url}test/host.html`);
    await (page.setViewportSize ?? page.setViewport).call(page, { width: 390, height: 844 });
    await page.goto(address);
    await until(page, () => document.querySelector('.columns') !== null, null, 100_000);
    assert.equal(await said(), before);
    const visible = () => page.evaluate(() => [...document.querySelectorAll('.columns > div')].map((column) => column.offsetParent !== null));
    assert.deepEqual(await visible(), [true, false]);
    await page.evaluate(() => document.querySelectorAll('.sides input')[1].click());
    await until(page, () => document.querySelector('.columns.second') !== null);
    assert.deepEqual(await visible(), [false, true]);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= 390));
    const signs = await page.evaluate(() => [...document.querySelectorAll('.columns > div:last-child .tag')].map((tag) => tag.textContent));
    assert.deepEqual(signs, ['M', 'h0', 'h1']);
  });

  it('without a GIL and with nothing in its place counts are seen to go wrong, and what was freed is crossed out', elsewhere, async ({ page, server }) => {
    const source = fs.readFileSync(new URL('../../web/programs/use_after_free.py', import.meta.url), 'utf8');
    await trace(page, server, source, '&model=naive&cores=2');
    await step(page, 'To the end');
    assert.match(await text(page, '.sentence'), /The program crashes\./);
    const seen = { counting: false, wrong: false, freed: false };
    const look = async () => {
      const now = await page.evaluate(() => ({ counting: document.querySelector('.counting')?.textContent ?? '', counts: [...document.querySelectorAll('.block .count')].map((count) => count.textContent).join('\n') }));
      seen.counting ||= /the count of|the reference count of/.test(now.counting);
      seen.wrong ||= /≠ -?\d+ counted/.test(now.counts);
      seen.freed ||= /✕ freed/.test(now.counts);
    };
    await look();
    await choose(page, '.stepper select', 'bytecode');
    for (let i = 0; i < 120 && !(seen.counting && seen.wrong && seen.freed); i++) {
      await step(page, 'Back one');
      await look();
    }
    assert.deepEqual(seen, { counting: true, wrong: true, freed: true });
  });

  it('a line is split into its steps, and each can be gone to', elsewhere, async ({ page, server }) => {
    await trace(page, server, COUNTER);
    await choose(page, '.stepper select', 'switch');
    await step(page, 'On one');
    await choose(page, '.stepper select', 'line');
    for (let i = 0; i < 6; i++) await step(page, 'On one');
    await press(page, 'Split this line');
    await until(page, () => document.querySelectorAll('.line-steps li').length > 1);
    const steps = await page.evaluate(() => [...document.querySelectorAll('.line-steps li .code')].map((code) => code.textContent.replace('▸ ', '')));
    const store = steps.indexOf('STORE_GLOBAL counter');
    if (store >= 0) {
      await page.evaluate((store) => document.querySelectorAll('.line-steps li button')[store].click(), store);
      await until(page, () => /stores \d+ to counter/.test(document.querySelector('.sentence').textContent));
      assert.equal(await page.evaluate(() => document.querySelector('.line-steps li.here .code').textContent), '▸ STORE_GLOBAL counter');
    }
    assert.ok(steps.every((name) => /^[A-Z_0-9]+/.test(name)), steps.join());
    await press(page, 'Split this line');
    await until(page, () => document.querySelectorAll('.line-steps li').length === 0);
  });

  it('the lens has no barriers that axe finds, wide and narrow, light and dark', elsewhere, async ({ page, server, name }) => {
    await trace(page, server, LOCKS);
    await step(page, 'To the end');
    await press(page, 'Split this line');
    await choose(page, '.compare-with select', '3.9');
    await until(page, () => document.querySelector('.columns') !== null, null, 30_000);
    await page.evaluate(AXE);
    for (const [width, scheme] of [[1280, 'light'], [360, 'dark']]) {
      await (page.setViewportSize ?? page.setViewport).call(page, { width, height: 900 });
      await page.evaluate((scheme) => document.documentElement.setAttribute('data-theme', scheme), scheme);
      const found = await page.evaluate(async () => (await window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] })).violations.map((v) => `${v.id}: ${v.nodes.map((node) => node.html.slice(0, 160)).join(' | ')}`));
      assert.deepEqual(found, [], `${name} ${width} ${scheme}`);
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth), `${width} px: the page itself scrolls sideways`);
    }
  });
});
