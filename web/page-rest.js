// The page's module comes in two parts, as the engine's does: what every visit uses, and the rest, which is fetched when
// somebody has begun to use the page. See crates/README.md, "What is loaded when", and crates/xtask/src/split.

const URL_OF_REST = new URL('./page_rest.wasm', import.meta.url);

/** The editor itself is another module. */
const EDITOR = '.editor-host, #source';
/** What every visit uses is in the first part: Run, Stop, the switch, the shelf. */
const FIRST = `${EDITOR}, [aria-keyshortcuts], .switch, .shelf, #no-rest`;
/** Who points at something else, or focuses it, will soon need the second. */
const CONTROL = 'button, select, input, summary, .lanes';
/**
 * What is done with one of those before the second part is there waits for it, and is told to the page then. Nothing else
 * could: a function of the page cannot wait, and a synchronous request would hold up all of it.
 */
const HELD = { click: 'button', change: 'select, input', input: 'input', toggle: 'details', scroll: '.lane-scroll' };
/** What comes too early and would be of no use later. */
const DROPPED = ['pointermove', 'pointerleave', 'pointerdown', 'pointerup', 'pointercancel', 'dblclick', 'wheel', 'keydown'];

const OFFLINE = 'A part of the page could not be fetched, so this was not done. Your text is kept. Check the connection, then try again.';
const TOO_LATE = 'A part of the page could not be fetched. Your text is kept. Check the connection, then reload the page.';

let compiled = null;
let coming = null;
const held = [];
const told = new WeakSet();

/**
 * `exports` gives the exports of the page's module, which may call for its second part while it begins already; `engine`
 * settles when the engine has come. Resolves when the page can begin: what its link needs is there.
 */
export async function attachRest(exports, engine) {
  globalThis.gilscopePageRest = () => {
    try {
      compiled ??= new WebAssembly.Module(fetchedNow(URL_OF_REST));
    } catch (error) {
      say(TOO_LATE);
      throw error;
    }
    new WebAssembly.Instance(compiled, { first: exports() });
  };
  for (const type of [...Object.keys(HELD), ...DROPPED]) addEventListener(type, tooEarly, { capture: true });
  addEventListener('hashchange', tooEarly, { capture: true });
  for (const type of ['pointerover', 'focusin']) addEventListener(type, pointedAt, { capture: true, passive: true });
  for (const type of ['pointerdown', 'keydown', 'focusin']) addEventListener(type, used, { capture: true, passive: true });
  if (hasProgram()) await rest().catch(() => {});

  /** Somebody uses the page: once the engine is there and nothing else is to be done, the second part is fetched too. */
  function used(event) {
    if (compiled || coming || isReading(event)) return;
    engine.catch(() => {}).then(() => {
      const whenIdle = globalThis.requestIdleCallback ?? setTimeout;
      whenIdle(() => rest().catch(() => {}));
    });
  }
}

const hasProgram = () => /[#&]code=/.test(location.hash);

/** Whoever reads, types or moves about in the text does not use the page yet. */
function isReading({ type, target, key, ctrlKey, metaKey }) {
  if (type === 'keydown') return key !== 'Enter' || !(ctrlKey || metaKey);
  return !(target instanceof Element) || target.closest(EDITOR) !== null;
}

function pointedAt({ target }) {
  if (!compiled && isLater(target, CONTROL)) rest().catch(() => {});
}

const isLater = (target, selector) => target instanceof Element && target.closest(selector) !== null && target.closest(FIRST) === null;

function tooEarly(event) {
  const { type, target } = event;
  if (compiled || told.has(event)) return;
  const dropped = DROPPED.includes(type) && isLater(target, '.lanes');
  const waits = type === 'hashchange' ? hasProgram() : type in HELD && isLater(target, HELD[type]);
  if (!dropped && !waits) return;
  event.stopImmediatePropagation();
  if (waits) held.push(event);
  rest().then(tell, () => {
    if (held.splice(0).length) say(OFFLINE);
  });
}

/** Tells the page what waited, in its order. */
function tell() {
  for (const event of held.splice(0)) {
    const again = new event.constructor(event.type, event);
    told.add(again);
    event.target.dispatchEvent(again);
  }
}

/** Fetches and compiles the second part; one that failed is asked for again the next time. */
function rest() {
  coming ??= (async () => {
    const answer = await fetch(URL_OF_REST);
    if (!answer.ok) throw new Error(`${URL_OF_REST}: status ${answer.status}`);
    compiled ??= await WebAssembly.compile(await answer.arrayBuffer());
  })().finally(() => { coming = compiled && Promise.resolve(); });
  return coming;
}

/** The last resort, for what nobody did by hand. A window may only ask for a text here: one character a byte. */
function fetchedNow(url) {
  const request = new XMLHttpRequest();
  request.open('GET', url, false);
  request.overrideMimeType('text/plain; charset=x-user-defined');
  request.send();
  if (request.status !== 200) throw new Error(`${url}: status ${request.status}`);
  return Uint8Array.from(request.responseText, (character) => character.charCodeAt(0));
}

/** The page's own notices may need what is not there. */
function say(text) {
  document.getElementById('no-rest')?.remove();
  const notice = document.createElement('div');
  Object.assign(notice, { id: 'no-rest', className: 'notice', role: 'alert' });
  const [words, close] = [document.createElement('p'), document.createElement('button')];
  words.textContent = text;
  close.textContent = 'Close';
  close.addEventListener('click', () => notice.remove());
  notice.append(words, close);
  document.getElementById('app').before(notice);
}
