// Makes a page on a plain host cross-origin isolated through its service worker, with at most one reload. That there
// are no service workers here, or that they are denied, is no error: the page then runs on one thread.

const MARK = 'gilscope-isolating';

function mark(action) {
  // Storage throws in a third-party frame; without it there is no guard against a loop, so no reload either.
  try { return action(sessionStorage); } catch { return undefined; }
}

async function isolate() {
  if (!window.isSecureContext || !('serviceWorker' in navigator)) return;
  let registration;
  try {
    registration = await navigator.serviceWorker.register(new URL('sw.js', document.baseURI));
  } catch { return; }
  if (window.crossOriginIsolated) return void mark((storage) => storage.removeItem(MARK));
  if (mark((storage) => storage.getItem(MARK) ?? '') !== '') return;
  await navigator.serviceWorker.ready.catch(() => {});
  const worker = registration.active;
  if (!worker) return;
  if (mark((storage) => { storage.setItem(MARK, '1'); return true; })) location.reload();
}

isolate();
