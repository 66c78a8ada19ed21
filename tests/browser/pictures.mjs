// Takes the README's pictures: node pictures.mjs FOLDER. Run by `cargo xtask pictures`.
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

async function picture(name, { width = 1280, height = 960, dark = false, program, gil = true, race = false, trace = false, whole = false }) {
  const page = await browser.open();
  await page.setViewportSize({ width, height });
  await page.emulateMedia({ colorScheme: dark ? 'dark' : 'light' });
  await page.goto(server.url);
  await until(page, () => document.querySelector('.cm-content') !== null && document.querySelector('[data-engine=threads]') !== null);
  await press(page, program);
  if (!gil) await page.click('[role=switch]');
  if (trace) await stepToLoss(page);
  else {
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

/** Traces the program, to where a thread stores what makes an addition of the other lost. */
async function stepToLoss(page) {
  await page.click('.lenses [value=Trace]');
  await press(page, 'Trace');
  await until(page, () => document.querySelector('.stepper') !== null, null, 60_000);
  // To where another thread has its turn, then by bytecode.
  const stepTo = async (unit, wanted) => {
    await page.selectOption('.stepper select', unit);
    return page.evaluate(async (wanted) => {
      const sentence = () => document.querySelector('.sentence').textContent;
      for (let i = 0; i < 400 && !new RegExp(wanted).test(sentence()); i++) {
        const before = sentence();
        document.querySelector('.stepper [aria-label="On one"]').click();
        for (let wait = 0; wait < 200 && sentence() === before; wait++) await new Promise((resolve) => setTimeout(resolve, 5));
      }
      return sentence();
    }, wanted);
  };
  await stepTo('switch', 'Thread-2');
  await stepTo('bytecode', '\\blost\\b');
}

try {
  await picture('lost-update', { program: 'Lost update', gil: false });
  await picture('timeline', { program: 'CPU-bound', dark: true });
  await picture('race', { program: 'CPU-bound', race: true, whole: true });
  await picture('trace', { program: 'Lost update', gil: false, trace: true, height: 1100 });
  await picture('narrow', { program: 'Producer', width: 360, height: 760, whole: true });
} finally {
  await browser.close();
  server.close();
}
