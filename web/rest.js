// The engine's module comes in two parts: what most programs need, and the rest, which is fetched when one of its
// functions is first called. See crates/xtask/src/split.

/** Lets the module with these exports fetch its second part: now, while it waits, as only a worker may. */
export function attachRest(exports, url) {
  self.gilscopeRest = () => {
    const rest = new WebAssembly.Module(fetched(url));
    new WebAssembly.Instance(rest, { first: exports });
  };
}

function fetched(url) {
  const request = new XMLHttpRequest();
  request.open('GET', url, false);
  request.responseType = 'arraybuffer';
  let why;
  try {
    request.send();
    if (request.status === 200) return request.response;
    why = `status ${request.status}`;
  } catch (error) { why = error.message; }
  throw new Error(`this program needs a part of the engine that cannot be fetched now: ${url} (${why})`);
}
