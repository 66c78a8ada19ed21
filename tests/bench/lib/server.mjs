// A static server that also carries commands to a page that no driver is attached to: an attached debugger makes
// exceptions in JavaScript slower, so nothing may be attached while something is timed.
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import zlib from 'node:zlib';

const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.mjs': 'text/javascript', '.wasm': 'application/wasm', '.json': 'application/json', '.css': 'text/css', '.svg': 'image/svg+xml', '.zip': 'application/zip' };
const HEADERS = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp', 'Cross-Origin-Resource-Policy': 'cross-origin' };

/** `mounts`: URL prefix to folder, the longest prefix first. */
export function serve(mounts) {
  const fetched = [];
  const channels = new Map();
  const channel = (key) => channels.get(key) ?? channels.set(key, { queue: [], asking: null, waiting: new Map(), serial: 0 }).get(key);
  const flush = (c) => { if (c.asking && c.queue.length) { const answer = c.asking; c.asking = null; answer.end(JSON.stringify(c.queue.shift())); } };

  function control(url, request, response) {
    const c = channel(url.searchParams.get('key'));
    if (url.pathname === '/control/next') {
      response.writeHead(200, { ...HEADERS, 'Content-Type': 'application/json', 'Cache-Control': 'no-store' });
      c.asking = response;
      return flush(c);
    }
    let body = '';
    request.on('data', (data) => { body += data; });
    request.on('end', () => {
      response.writeHead(204, HEADERS).end();
      const { id, value, error } = JSON.parse(body);
      const waiting = c.waiting.get(id);
      c.waiting.delete(id);
      if (error === undefined) waiting?.resolve(value); else waiting?.reject(new Error(error));
    });
  }

  const server = http.createServer((request, response) => {
    const url = new URL(request.url, 'http://host');
    if (url.pathname.startsWith('/control/')) return control(url, request, response);
    const name = decodeURIComponent(url.pathname);
    const prefix = Object.keys(mounts).find((prefix) => name.startsWith(prefix));
    const file = prefix && path.join(mounts[prefix], name.slice(prefix.length) || 'index.html');
    if (!file?.startsWith(mounts[prefix]) || !fs.existsSync(file) || !fs.statSync(file).isFile()) return response.writeHead(404, HEADERS).end('not found');
    fetched.push(file);
    response.writeHead(200, { ...HEADERS, 'Content-Type': TYPES[path.extname(file)] ?? 'application/octet-stream', 'Cache-Control': 'max-age=3600' });
    fs.createReadStream(file).pipe(response);
  });

  const call = (key, action, argument, timeoutMs = 120_000) => new Promise((resolve, reject) => {
    const c = channel(key);
    const id = ++c.serial;
    const timer = setTimeout(() => { c.waiting.delete(id); reject(new Error(`${action}: no answer in ${timeoutMs} ms`)); }, timeoutMs);
    c.waiting.set(id, { resolve: (value) => { clearTimeout(timer); resolve(value); }, reject: (error) => { clearTimeout(timer); reject(error); } });
    c.queue.push({ id, action, argument });
    flush(c);
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve({
    url: `http://127.0.0.1:${server.address().port}`,
    fetched,
    call,
    close: () => { server.closeAllConnections(); server.close(); },
  })));
}

/** What a file weighs raw and as brotli at its best. */
export function weight(file) {
  const body = fs.readFileSync(file);
  const params = { [zlib.constants.BROTLI_PARAM_QUALITY]: 11, [zlib.constants.BROTLI_PARAM_SIZE_HINT]: body.length };
  return { raw: body.length, brotli: zlib.brotliCompressSync(body, { params }).length };
}
