// Takes pictures of the page: node pictures.mjs FOLDER [stories]. Run by `cargo xtask pictures`.
import fs from 'node:fs';
import path from 'node:path';
import { BROWSERS, serve, sleep, until } from './lib.mjs';

const folder = process.argv[2];
fs.mkdirSync(folder, { recursive: true });
const server = await serve();
const browser = await BROWSERS.chromium();

const press = (page, name) => page.evaluate((name) => {
  [...document.querySelectorAll('button')].find((button) => button.textContent.trim().startsWith(name)).click();
}, name);

/** What a visitor may have: a wide window, the same in dark colours, a phone. */
const SIZES = { wide: {}, dark: { dark: true }, narrow: { width: 360, height: 760, whole: true } };

async function picture(name, { width = 1280, height = 960, dark = false, program, gil = true, model, race = false, trace, whole = false }) {
  const page = await browser.open();
  await page.setViewportSize({ width, height });
  await page.emulateMedia({ colorScheme: dark ? 'dark' : 'light', reducedMotion: 'reduce' });
  await page.goto(server.url);
  await until(page, () => document.querySelector('.cm-content') !== null && document.querySelector('[data-engine=threads]') !== null);
  await press(page, program);
  if (!gil) await page.click('[role=switch]');
  if (trace) {
    await page.click('.lenses [value=Trace]');
    // The lens comes with the page's second part.
    await until(page, () => [...document.querySelectorAll('button')].some((button) => button.textContent.trim() === 'Trace'));
    if (model) await page.selectOption('#model', model);
    await press(page, 'Trace');
    await until(page, () => document.querySelector('.stepper') !== null, null, 60_000);
    await trace(page);
  } else {
    await press(page, 'Run');
    await until(page, () => document.querySelector('.result')?.dataset.ended, null, 60_000);
  }
  if (race) {
    await press(page, 'Race it');
    await until(page, () => /^(With|No clear|\d|Every)/.test(document.querySelector('.verdict')?.textContent ?? ''), null, 120_000);
    await page.locator('.race').scrollIntoViewIfNeeded();
  }
  await page.mouse.move(0, 0);
  await sleep(600);
  await page.screenshot({ path: path.join(folder, `${name}.png`), fullPage: whole });
  await browser.shut(page);
  console.log(`${name}.png`);
}

/** Steps by a unit until the sentence says what is wanted. */
async function stepTo(page, unit, wanted) {
  await page.selectOption('.stepper select', unit);
  const said = await page.evaluate(async (wanted) => {
    const sentence = () => document.querySelector('.sentence').textContent;
    for (let i = 0; i < 2000 && !new RegExp(wanted).test(sentence()); i++) {
      const before = sentence();
      document.querySelector('.stepper [aria-label="On one"]').click();
      for (let wait = 0; wait < 200 && sentence() === before; wait++) await new Promise((resolve) => setTimeout(resolve, 5));
    }
    return sentence();
  }, wanted);
  if (!new RegExp(wanted).test(said)) throw new Error(`no step says "${wanted}"; the last: ${said}`);
}

const toEnd = (page) => page.evaluate(() => {
  const scrubber = document.querySelector('.stepper input[type=range]');
  scrubber.value = scrubber.max;
  scrubber.dispatchEvent(new Event('input', { bubbles: true }));
});

/** An addition is lost: a thread has read the counter, the other is about to store, and the store that undoes it. */
const LOSS = [
  ['1-read', async (page) => { await stepTo(page, 'switch', ': Thread-2'); await stepTo(page, 'bytecode', ': Thread-2.* loads counter'); }],
  ['2-add', async (page) => { await LOSS[0][1](page); await stepTo(page, 'bytecode', 'computes'); }],
  ['3-lost', async (page) => { await LOSS[0][1](page); await stepTo(page, 'bytecode', '\\blost\\b'); }],
];

/** The README's. */
async function readme() {
  await picture('lost-update', { program: 'Lost update', gil: false });
  await picture('timeline', { program: 'CPU-bound', dark: true });
  await picture('race', { program: 'CPU-bound', race: true, whole: true });
  await picture('trace', { program: 'Lost update', gil: false, trace: LOSS[2][1], whole: true });
  await picture('narrow', { program: 'Producer', width: 360, height: 760, whole: true });
}

/** The stories that the Trace view tells, on every kind of screen. */
async function stories() {
  for (const [size, options] of Object.entries(SIZES)) {
    for (const [step, trace] of LOSS) await picture(`lost-update-${step}-${size}`, { program: 'Lost update', gil: false, trace, whole: true, ...options });
    await picture(`naive-free-${size}`, { program: 'Use after free', model: 'naive', trace: toEnd, whole: true, ...options });
    await picture(`convoy-${size}`, { program: 'Convoy', trace: toEnd, whole: true, ...options });
    await picture(`deadlock-${size}`, { program: 'Deadlock', trace: toEnd, whole: true, ...options });
  }
}

try {
  await (process.argv[3] === 'stories' ? stories : readme)();
} finally {
  await browser.close();
  server.close();
}
