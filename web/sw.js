// The page's service worker; one scope has one, so it does both: it adds the isolation headers on hosts that cannot
// send them, and it keeps the site for when there is no network.

// Named after this version's assets: a new version starts a new cache.
const CACHE = 'gilscope ./assets/';
const ISOLATION = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'cross-origin',
};

self.addEventListener('install', () => self.skipWaiting());

self.addEventListener('activate', (event) => event.waitUntil((async () => {
  for (const name of await caches.keys()) if (name.startsWith('gilscope ') && name !== CACHE) await caches.delete(name);
  await self.clients.claim();
})()));

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== location.origin || !url.href.startsWith(self.registration.scope)) return;
  event.respondWith(answer(request, url));
});

async function answer(request, url) {
  const cache = await caches.open(CACHE).catch(() => null);
  // What lies below a folder named after its content never changes; everything else is asked for first.
  const fixed = /\/assets-[0-9a-f]{16}\//.test(url.pathname);
  const kept = fixed ? await cache?.match(request) : undefined;
  if (kept) return isolated(kept);
  try {
    const fresh = await fetch(request);
    if (fresh.ok && fresh.status === 200) cache?.put(request, fresh.clone()).catch(() => {});
    return isolated(fresh);
  } catch (error) {
    const old = await cache?.match(request, { ignoreSearch: true });
    if (old) return isolated(old);
    throw error;
  }
}

function isolated(response) {
  if (response.status === 0 || response.type === 'opaqueredirect') return response;
  const headers = new Headers(response.headers);
  for (const [name, value] of Object.entries(ISOLATION)) headers.set(name, value);
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
}
