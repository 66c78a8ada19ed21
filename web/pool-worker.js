// One thread of the engine's pool: the same module over the same memory. Speaks wasm-bindgen-rayon's two messages,
// and one of its own: what went wrong, since nobody else would hear of it.

import { attachRest } from './rest.js';

// Wasm has no guard page below a stack, and the compiler recurses: the browser's own limit must be met first.
const STACK_BYTES = 4 << 20;

self.gilscopePanic = (message) => postMessage({ type: 'failed', message });

addEventListener('message', async ({ data }) => {
  if (data?.type !== 'wasm_bindgen_worker_init') return;
  try {
    const glue = await import(data.mainJS);
    const exports = await glue.default({ module_or_path: data.module, memory: data.memory, thread_stack_size: STACK_BYTES });
    attachRest(exports, new URL('./threaded/engine_rest.wasm', import.meta.url));
    postMessage({ type: 'wasm_bindgen_worker_ready' });
    glue.wbg_rayon_start_worker(data.receiver);
  } catch (error) {
    postMessage({ type: 'failed', message: String(error?.message ?? error) });
  }
});
