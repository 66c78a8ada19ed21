// How the engine's module is fetched, and what of it is left behind until a program needs it. It comes in two parts: what
// most programs call, and the rest, which is fetched when one of its functions is first called (crates/xtask/src/split).
// Texts that many programs do without come by themselves too: most of the standard library (crates/stdlib/pack.rs), the
// grammar by which mistakes are explained, the names of characters. The program waits meanwhile, as only a worker may.

/** The module at an address. */
export async function compile(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  try {
    return await WebAssembly.compileStreaming(answer.clone());
  } catch (error) {
    // A host that does not know the type application/wasm.
    if (!(error instanceof TypeError)) throw error;
    return WebAssembly.compile(await answer.arrayBuffer());
  }
}

/** Gives the module with these exports its second part and the texts when it asks. */
export function attachRest(exports, url) {
  self.gilscopeRest = () => {
    const rest = new WebAssembly.Module(fetched(url, 'arraybuffer'));
    new WebAssembly.Instance(rest, { first: exports });
  };
  self.gilscopeText = (name) => fetched(new URL(name, import.meta.url), 'text');
}

function fetched(url, type) {
  const request = new XMLHttpRequest();
  request.open('GET', url, false);
  request.responseType = type;
  let why;
  try {
    request.send();
    if (request.status === 200) return request.response;
    why = `status ${request.status}`;
  } catch (error) { why = error.message; }
  throw new Error(`${url}: ${why}`);
}
