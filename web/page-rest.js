// The page's module comes in two parts, as the engine's does: what a first visit draws, and the rest, which is fetched
// as soon as somebody goes where it will be needed. See crates/xtask/src/split.

const URL_OF_REST = new URL('./page_rest.wasm', import.meta.url);
/** Who points at one of these or focuses it may soon open another view, another program or the dialogue behind it. */
const AHEAD = ['lenses', 'tools', 'shelf', 'app'];

let compiled = null;
let asked = false;

/** `exports` gives the exports of the page's module, which calls for its second part while it begins already. */
export function attachRest(exports) {
  globalThis.gilscopePageRest = () => {
    compiled ??= new WebAssembly.Module(fetchedNow(URL_OF_REST));
    new WebAssembly.Instance(compiled, { first: exports() });
  };
  for (const id of AHEAD) for (const type of ['pointerover', 'focusin']) document.getElementById(id)?.addEventListener(type, fetchSoon, { once: true, passive: true });
  if (/[#&]code=/.test(location.hash)) fetchSoon();
}

/** A failure is of no consequence: it is asked for again when it is needed. */
async function fetchSoon() {
  if (asked) return;
  asked = true;
  try {
    const answer = await fetch(URL_OF_REST);
    const module = answer.ok ? await WebAssembly.compile(await answer.arrayBuffer()) : null;
    compiled ??= module;
  } catch { asked = false; }
}

/** For who was faster than the network. A window may only ask for a text here: one character a byte. */
function fetchedNow(url) {
  const request = new XMLHttpRequest();
  request.open('GET', url, false);
  request.overrideMimeType('text/plain; charset=x-user-defined');
  request.send();
  if (request.status !== 200) throw new Error(`${url}: status ${request.status}`);
  return Uint8Array.from(request.responseText, (character) => character.charCodeAt(0));
}
