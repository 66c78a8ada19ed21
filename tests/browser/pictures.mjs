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

async function picture(name, { width = 1280, height = 960, dark = false, program, gil = true, race = false, whole = false }) {
  const page = await browser.open();
  await page.setViewportSize({ width, height });
  await page.emulateMedia({ colorScheme: dark ? 'dark' : 'light' });
  await page.goto(server.url);
  await until(page, () => document.querySelector('.cm-content') !== null && document.querySelector('[data-engine=threads]') !== null);
  await press(page, program);
  if (!gil) await page.click('[role=switch]');
  await press(page, 'Run');
  await until(page, () => document.querySelector('.result')?.dataset.ended, null, 60_000);
  if (race) {
    await press(page, 'Race it');
    await until(page, () => /^(With|No clear)/.test(document.querySelector('.verdict')?.textContent ?? ''), null, 120_000);
    await page.locator('.race').scrollIntoViewIfNeeded();
  }
  await page.mouse.move(0, 0);
  await sleep(600);
  await page.screenshot({ path: path.join(folder, `${name}.png`), fullPage: whole });
  await browser.shut(page);
  console.log(`${name}.png`);
}

try {
  await picture('lost-update', { program: 'Lost update', gil: false });
  await picture('timeline', { program: 'CPU-bound', dark: true });
  await picture('race', { program: 'CPU-bound', race: true, whole: true });
  await picture('narrow', { program: 'Producer', width: 360, height: 760, whole: true });
} finally {
  await browser.close();
  server.close();
}
