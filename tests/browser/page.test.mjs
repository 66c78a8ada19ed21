// The page itself: it loads without a failed request or an error, and makes a plain host isolated by itself.
import assert from 'node:assert/strict';
import { everyBrowser, sleep, until } from './lib.mjs';

everyBrowser((it) => {
  it('the page opens, isolated by its headers', { start: '' }, async ({ page }) => {
    await until(page, () => document.title.includes('Gilscope') && window.crossOriginIsolated);
  });

  // What the reload cuts short is no failure.
  const tolerate = [/^request failed/, /NetworkError/];
  it('on a plain host the service worker makes the page isolated, with one reload', { start: '', isolated: false, tolerate }, async ({ page, server }) => {
    await until(page, () => window.crossOriginIsolated === true && document.readyState === 'complete', null, 30_000);
    await sleep(1_500);
    assert.equal(await page.evaluate(() => window.crossOriginIsolated), true);
    const loads = server.requests.filter(({ name }) => name === '/').length;
    assert.ok(loads >= 1 && loads <= 3, `the page was loaded ${loads} times`);
  });
});
