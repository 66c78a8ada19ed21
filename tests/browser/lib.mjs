// A static server and two browsers behind one small face, for the tests of the built site.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { fileURLToPath } from 'node:url';
import { test, before, after } from 'node:test';

const HERE = path.dirname(fileURLToPath(import.meta.url));
const DIST = path.resolve(process.env.GILSCOPE_DIST ?? path.join(HERE, '../../dist'));
const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.wasm': 'application/wasm', '.svg': 'image/svg+xml', '.png': 'image/png', '.ico': 'image/x-icon', '.json': 'application/json', '.webmanifest': 'application/manifest+json', '.txt': 'text/plain' };
const ISOLATION = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp', 'Cross-Origin-Resource-Policy': 'cross-origin' };

const SLOW_MS = 500;

export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Serves dist/ at the top and the tests' own pages under /test/, with or without the isolation headers; what is `slow` with a delay, not what is `missing`. */
export function serve({ isolated = true, missing = null, slow = null } = {}) {
  const requests = [];
  const server = http.createServer((request, response) => {
    const name = decodeURIComponent(new URL(request.url, 'http://host').pathname);
    const [root, rest] = name.startsWith('/test/') ? [path.join(HERE, 'pages'), name.slice(6)] : [DIST, name.slice(1) || 'index.html'];
    const file = path.join(root, rest);
    const there = !missing?.test(name) && file.startsWith(root) && fs.existsSync(file) && fs.statSync(file).isFile();
    requests.push({ name, status: there ? 200 : 404 });
    response.writeHead(there ? 200 : 404, { 'Content-Type': TYPES[path.extname(file)] ?? 'application/octet-stream', 'Cache-Control': 'no-cache', ...(isolated ? ISOLATION : {}) });
    const send = () => { if (there) fs.createReadStream(file).pipe(response); else response.end('not found'); };
    if (slow?.test(name)) setTimeout(send, SLOW_MS); else send();
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve({
    requests,
    url: `http://localhost:${server.address().port}/`,
    // A browser keeps its connections open; they must not keep us here.
    close: () => { server.closeAllConnections(); server.close(); },
  })));
}

/** How long a browser may take to start, in ms: the first time on a machine that has much to do, most of a minute. */
const START_MS = 120_000;

const CHROMIUM_FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

/** `open()` gives a page of a fresh profile; `close()` ends the browser. */
export const BROWSERS = {
  async chromium() {
    const { chromium } = await import('playwright-core');
    const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: CHROMIUM_FLAGS, timeout: START_MS });
    return { open: async () => (await browser.newContext()).newPage(), shut: (page) => page.context().close(), close: () => browser.close() };
  },
  async firefox() {
    const { default: puppeteer } = await import('puppeteer-core');
    const profile = fs.mkdtempSync(path.join(os.tmpdir(), 'gilscope-firefox-'));
    const browser = await puppeteer.launch({ browser: 'firefox', executablePath: process.env.FIREFOX ?? '/usr/bin/firefox-esr', headless: true, userDataDir: profile, timeout: START_MS });
    return {
      open: async () => (await browser.createBrowserContext()).newPage(),
      shut: (page) => page.browserContext().close(),
      close: async () => { await browser.close(); fs.rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }); },
    };
  },
};

/**
 * Registers the tests that `define` names, for every browser: `it(title, options, async ({ page, server, errors }) => …)`.
 * Each test has a fresh page; that it saw no failed request and no console error is asserted after it.
 */
export function everyBrowser(define) {
  const only = process.env.GILSCOPE_BROWSER;
  for (const name of Object.keys(BROWSERS).filter((name) => !only || name === only)) {
    let browser;
    before(async () => { browser = await BROWSERS[name](); }, { timeout: 2 * START_MS });
    after(() => browser?.close(), { timeout: 20_000 });
    const it = (title, { isolated = true, missing = null, slow = null, start = 'test/host.html', tolerate = [], timeout = 60_000 }, body) => test(`${name}: ${title}`, { timeout }, async () => {
      const server = await serve({ isolated, missing, slow });
      const page = await browser.open();
      const errors = [];
      page.on('pageerror', (error) => errors.push(`page error: ${error.message ?? error}`));
      page.on('console', (message) => { if (message.type() === 'error') errors.push(`console: ${message.text()}`); });
      // What a page or a worker had asked for when it was left is no failure.
      page.on('requestfailed', (request) => { if (!/ABORT/.test(request.failure()?.errorText ?? '')) errors.push(`request failed: ${request.url()}`); });
      try {
        await page.goto(server.url + start);
        if (start.startsWith('test/')) await until(page, () => window.loaded === true);
        await body({ page, server, name });
        for (const { name, status } of server.requests) if (status !== 200) errors.push(`${name}: ${status}`);
        assert.deepEqual(errors.filter((text) => !tolerate.some((pattern) => pattern.test(text))), []);
      } finally {
        await browser.shut(page).catch(() => {});
        server.close();
      }
    });
    define(it, name);
  }
}

/** Asks again and again, shortly each time, until `condition` holds in the page. */
export async function until(page, condition, argument, timeoutMs = 20_000) {
  const end = Date.now() + timeoutMs;
  for (;;) {
    // A reload takes the page away from under the question: it is asked again.
    const value = await page.evaluate(condition, argument).catch((error) => { if (!/context|navigat/i.test(error.message)) throw error; });
    if (value) return value;
    if (Date.now() > end) {
      const shown = await page.evaluate(() => document.body.innerText.slice(0, 1500)).catch(() => '');
      throw new Error(`not within ${timeoutMs} ms: ${condition}\nThe page: ${shown}`);
    }
    await sleep(25);
  }
}

/** Begins a promise in the page under a name. `expression` is a function of the page. */
export const begin = (page, name, source, options) => page.evaluate(([name, source, options]) => {
  window.output ??= {};
  window.output[name] = '';
  window.begin(name, window.scope.run(source, { ...options, onOutput: ({ text }) => { window.output[name] = (window.output[name] + text).slice(-1000); } }));
}, [name, source, options ?? {}]);

/** The result of what was begun under a name. */
export async function ended(page, name, timeoutMs = 30_000) {
  await until(page, (name) => window.pending[name].done, name, timeoutMs);
  const { value, error } = await page.evaluate((name) => window.pending[name], name);
  if (error) throw new Error(error);
  return value;
}

/** Runs a program in the page's scope. */
export async function run(page, source, options) {
  await begin(page, 'run', source, options);
  return ended(page, 'run');
}

/** Makes the page's scope; gives its number of workers. */
export async function create(page, options) {
  await page.evaluate((options) => { window.begin('create', window.Gilscope.create(options).then((scope) => { window.scope = scope; return scope.threads; })); }, options ?? {});
  return ended(page, 'create');
}

/** Presses the button whose words begin like this. */
export const press = (page, name) => page.evaluate((name) => {
  [...document.querySelectorAll('button')].find((button) => button.textContent.trim().startsWith(name)).click();
}, name);

/** A program as a link has it, made as anybody could make one. */
export const pack = (code) => deflateRawSync(code).toString('base64url');
