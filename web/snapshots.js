// Snapshots of a wasm memory: what a page of it held at a moment, kept only where it differs from the moment before. All
// state of the simulator is in its memory while it does not run, so writing one back is going back in time.

const PAGE = 2 << 10;
/** More than this is not kept: every other snapshot is then let go of. */
const MOST_BYTES = 192 << 20;

export class Snapshots {
  #memory;
  #ranges;
  /** What each page holds in the newest snapshot. Pages that are all zero are not listed. */
  #newest = new Map();
  /** By number of the page: [{index, data}], the oldest first; `data` null: all zero. */
  #versions = new Map();
  /** Positions in rising order; an index is never used twice. */
  #taken = [];
  #next = 0;
  #bytes = 0;

  /** `ranges()`: [[start, end], …], the parts of the memory that were ever used. */
  constructor(memory, ranges) {
    this.#memory = memory;
    this.#ranges = ranges;
  }

  /** What is kept, in bytes. */
  get bytes() { return this.#bytes; }

  get positions() { return this.#taken.map(({ position }) => position); }

  /** Where the last snapshot was taken that is not beyond `position`. */
  before(position) { return this.#taken.findLast((snapshot) => snapshot.position <= position)?.position ?? 0; }

  /** Keeps what the memory holds now, at a position beyond all others. */
  take(position) {
    const index = this.#next++;
    this.#each((page, now) => {
      const before = this.#newest.get(page) ?? null;
      if (same(now, before)) return;
      const data = isZero(now) ? null : Uint8Array.from(now);
      if (data) this.#newest.set(page, data); else this.#newest.delete(page);
      if (!this.#versions.has(page)) this.#versions.set(page, []);
      this.#versions.get(page).push({ index, data });
      this.#bytes += PAGE;
    });
    this.#taken.push({ position, index });
    while (this.#bytes > MOST_BYTES && this.#taken.length > 4) this.#thin();
  }

  /** Lets go of every other snapshot but the first and the last. */
  #thin() {
    const gone = this.#taken.filter((_, i) => i % 2 === 1 && i < this.#taken.length - 1);
    this.#taken = this.#taken.filter((snapshot) => !gone.includes(snapshot));
    const left = this.#taken.map(({ index }) => index);
    for (const versions of this.#versions.values()) {
      // Of the versions between two snapshots that are left, the later one sees only the last.
      const kept = [];
      for (const version of versions) {
        const seenBy = left.find((index) => index >= version.index);
        if (seenBy === undefined) continue;
        if (kept.at(-1)?.index === seenBy) { kept.pop(); this.#bytes -= PAGE; }
        kept.push({ index: seenBy, data: version.data });
      }
      versions.splice(0, versions.length, ...kept);
    }
  }

  /** Writes back the last snapshot that is not beyond `position`; later ones are forgotten if `forget`. */
  restore(position, forget = false) {
    const at = this.#taken.findLastIndex((snapshot) => snapshot.position <= position);
    if (at < 0) throw new RangeError('no snapshot');
    const { index, position: reached } = this.#taken[at];
    const bytes = new Uint8Array(this.#memory.buffer);
    this.#each((page, now) => {
      const data = this.#versions.get(page)?.findLast((version) => version.index <= index)?.data ?? null;
      if (same(now, data)) return;
      if (data) bytes.set(data, page * PAGE); else bytes.fill(0, page * PAGE, page * PAGE + now.length);
    });
    if (forget) {
      this.#taken.length = at + 1;
      for (const [page, versions] of this.#versions) {
        while (versions.length && versions.at(-1).index > index) { versions.pop(); this.#bytes -= PAGE; }
        const data = versions.at(-1)?.data;
        if (data) this.#newest.set(page, data); else this.#newest.delete(page);
      }
    }
    return reached;
  }

  #each(look) {
    const { buffer } = this.#memory;
    const seen = new Set();
    for (const [start, end] of this.#ranges()) {
      for (let page = Math.floor(start / PAGE); page * PAGE < end; page++) {
        if (seen.has(page)) continue;
        seen.add(page);
        look(page, new Uint8Array(buffer, page * PAGE, Math.min(PAGE, buffer.byteLength - page * PAGE)));
      }
    }
    // What an earlier snapshot knows and the ranges do not reach any more.
    for (const page of this.#versions.keys()) if (!seen.has(page)) look(page, new Uint8Array(buffer, page * PAGE, PAGE));
  }
}

// Not in 64 bits: each of those would be an object.
const words = (bytes) => new Int32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength >> 2);

function same(now, data) {
  if (data === null) return isZero(now);
  const a = words(now), b = words(data);
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

function isZero(bytes) {
  const a = words(bytes);
  for (let i = 0; i < a.length; i++) if (a[i] !== 0) return false;
  return true;
}
