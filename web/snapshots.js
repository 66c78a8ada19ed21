// Snapshots of a wasm memory. All state of the simulator is in its memory while it does not run, so writing one back is
// going back in time. What is kept is the newest snapshot as it is, and for each of the others what its successor
// overwrote. That is a row of blocks of 16 words: how far a block is from the one before and which of its words differ in
// one word, 16 bits each, then what those words were. A block of which no word differs bridges a longer way. Parts of the
// memory that held nothing when a snapshot was taken are not in it: they are zero when it is written back.

const BLOCK_WORDS = 16;
const ALL_WORDS = 0xffff;
const FURTHEST = 0xffff;
/** So many words are looked at in one call: what is called often an engine makes fast for good, and a long loop but once. */
const STRETCH = 4096;
/** More than this is not kept: every other snapshot is then let go of. */
const MOST_BYTES = 192 << 20;

/** A snapshot is kept each time the engine has run for so long; or for so much longer, where collections come often. */
const SNAPSHOT_MS = 30;
const LONGEST_MS = 50;

/**
 * Is it time for a snapshot, `ms` after the last one, with so many collections since then, the last of them just now or not?
 * Right after a collection most of the memory holds nothing.
 */
export const due = (ms, collections, justNow) => ms > (collections && !justNow ? LONGEST_MS : SNAPSHOT_MS);

/** What `trace_heap` says of a memory of so many bytes: the parts that hold anything, and those that ever did. */
export function partsOf([start, used, end, ...free], bytes) {
  if (!end) return { held: [[0, bytes]], used: [[0, bytes]] };
  const held = [];
  let from = 0;
  for (let i = 0; i < free.length; from = free[i + 1], i += 2) held.push([from, free[i]]);
  held.push([from, used], [end, bytes]);
  return { held: union(held, []), used: union([[0, used]], [[end, bytes]]) };
}

export class Snapshots {
  #memory;
  #parts;
  #mostBytes;
  /** What the memory held at the newest snapshot, in the parts that are in it. */
  #newest = new Int32Array(0);
  /** What was ever used of the memory. */
  #used = [];
  /** Positions in rising order; the parts of the memory that each is of, and what it overwrote of the one before. */
  #taken = [];

  /**
   * `parts()`: `{ held, used }`, the parts of the memory that hold anything, and those that ever did, the former among them:
   * lists of `[start, end]` in rising order, in bytes, at multiples of 64.
   */
  constructor(memory, parts, mostBytes = MOST_BYTES) {
    this.#memory = memory;
    this.#parts = parts;
    this.#mostBytes = mostBytes;
  }

  /** What the newest snapshot takes, in bytes: as much as the memory held. */
  get newestBytes() { return this.#taken.at(-1).held.reduce((sum, [start, end]) => sum + end - start, 0); }

  /** What all others take. */
  get bytes() { return this.#taken.reduce((sum, { undo }) => sum + undo.byteLength, 0); }

  get positions() { return this.#taken.map(({ position }) => position); }

  /** Where the last snapshot was taken that is not beyond `position`. */
  before(position) { return this.#taken.findLast((snapshot) => snapshot.position <= position)?.position ?? 0; }

  /** Keeps what the memory holds now, at a position beyond all others. */
  take(position) {
    const { held, used } = this.#parts();
    this.#used = union(this.#used, used);
    const now = this.#grown();
    const undo = differences(this.#taken.at(-1)?.held ?? [], held, now, this.#newest);
    this.#taken.push({ position, held, undo });
    while (this.bytes > this.#mostBytes && this.#taken.length > 4) this.#thin();
  }

  /** Writes back the last snapshot that is not beyond `position`; later ones are forgotten if `forget`. */
  restore(position, forget = false) {
    const at = this.#taken.findLastIndex((snapshot) => snapshot.position <= position);
    if (at < 0) throw new RangeError('no snapshot');
    const now = this.#grown();
    this.#used = union(this.#used, this.#parts().used);
    copy(this.#taken.at(-1).held, this.#newest, now);
    for (let i = this.#taken.length - 1; i > at; i--) apply(this.#taken[i].undo, now);
    const { held } = this.#taken[at];
    for (const [start, end, inHeld] of overlay(held, this.#used)) if (!inHeld) now.fill(0, start >> 2, end >> 2);
    if (forget) {
      this.#taken.length = at + 1;
      copy(held, now, this.#newest);
    }
    return this.#taken[at].position;
  }

  /** The memory's words. The newest snapshot has room for as many afterwards. */
  #grown() {
    const now = new Int32Array(this.#memory.buffer);
    if (this.#newest.length < now.length) {
      const before = this.#newest;
      // A memory grows in small steps, and room that is never used costs nothing.
      this.#newest = new Int32Array(now.length + (now.length >> 1));
      copy(this.#taken.at(-1)?.held ?? [], before, this.#newest);
    }
    return now;
  }

  /** Lets go of every other snapshot but the first and the last. */
  #thin() {
    const left = [];
    let gone = null;
    this.#taken.forEach((snapshot, i) => {
      if (gone) snapshot.undo = both(gone, snapshot.undo);
      gone = i % 2 === 1 && i < this.#taken.length - 1 ? snapshot.undo : null;
      if (!gone) left.push(snapshot);
    });
    this.#taken = left;
  }
}

let scratch = new Int32Array(1 << 20);

/**
 * What `newest` holds of `before`, where `now` holds something else or nothing. `newest` holds what `now` does of `after`
 * from then on.
 */
function differences(before, after, now, newest) {
  let n = 0, at = 0;
  for (const [start, end, was, is] of overlay(before, after)) {
    if (!was) { copy([[start, end]], now, newest); continue; }
    const last = end >> 2;
    for (let i = start >> 2; i < last; i++) {
      if (is) {
        const to = Math.min(last, i + STRETCH);
        i = alike(now, newest, i, to);
        if (i === to) { i--; continue; }
      }
      const block = Math.floor(i / BLOCK_WORDS);
      n = reach(n, block - at);
      n = (is ? keep : keepAll)(now, newest, block, block - at - skipped(block - at), n);
      at = block;
      i |= BLOCK_WORDS - 1;
    }
  }
  return scratch.slice(0, n);
}

const skipped = (way) => Math.floor(way / FURTHEST) * FURTHEST;

/** Bridges what is too long a way for one block, in `scratch` from `n` on, and sees to room for one more. */
function reach(n, way) {
  const bridges = Math.floor(way / FURTHEST);
  const room = n + bridges + 1 + BLOCK_WORDS;
  if (scratch.length < room) { const more = new Int32Array(room * 2); more.set(scratch); scratch = more; }
  scratch.fill(FURTHEST << 16, n, n + bridges);
  return n + bridges;
}

function alike(now, before, i, to) {
  while (i < to && now[i] === before[i]) i++;
  return i;
}

function keep(now, before, block, way, head) {
  const first = block * BLOCK_WORDS;
  let bits = 0, n = head + 1;
  for (let bit = 0; bit < BLOCK_WORDS; bit++) {
    const old = before[first + bit], word = now[first + bit];
    if (old === word) continue;
    bits |= 1 << bit;
    scratch[n++] = old;
    before[first + bit] = word;
  }
  scratch[head] = way << 16 | bits;
  return n;
}

/** What the memory does not hold any more is kept whole: nobody will compare what is there next with it. */
function keepAll(_now, before, block, way, head) {
  scratch[head] = way << 16 | ALL_WORDS;
  scratch.set(before.subarray(block * BLOCK_WORDS, (block + 1) * BLOCK_WORDS), head + 1);
  return head + 1 + BLOCK_WORDS;
}

/** Writes back what was overwritten. */
function apply(undo, words) {
  for (let at = 0, block = 0; at < undo.length;) {
    const head = undo[at];
    block += head >>> 16;
    at = applyBlock(undo, at + 1, words, block * BLOCK_WORDS, head & 0xffff);
  }
}

function applyBlock(undo, at, words, first, bits) {
  for (; bits; bits &= bits - 1) words[first + 31 - Math.clz32(bits & -bits)] = undo[at++];
  return at;
}

/** What two snapshots in a row overwrote, as if they were one: of a word that both did, what the `earlier` one found. */
function both(earlier, later) {
  let n = 0, at = 0, a = 0, b = 0;
  // Which blocks come next; none: beyond all.
  let blockA = earlier.length ? earlier[0] >>> 16 : Infinity, blockB = later.length ? later[0] >>> 16 : Infinity;
  while (blockA < Infinity || blockB < Infinity) {
    const block = Math.min(blockA, blockB);
    const bitsA = blockA === block ? earlier[a++] & 0xffff : 0, bitsB = blockB === block ? later[b++] & 0xffff : 0;
    if (bitsA | bitsB) {
      n = reach(n, block - at);
      scratch[n++] = block - at - skipped(block - at) << 16 | bitsA | bitsB;
      at = block;
    }
    for (let bits = bitsA | bitsB; bits; bits &= bits - 1) {
      const bit = bits & -bits;
      const old = bitsB & bit ? later[b++] : 0;
      scratch[n++] = bitsA & bit ? earlier[a++] : old;
    }
    if (blockA === block) blockA = a < earlier.length ? block + (earlier[a] >>> 16) : Infinity;
    if (blockB === block) blockB = b < later.length ? block + (later[b] >>> 16) : Infinity;
  }
  return scratch.slice(0, n);
}

const copy = (parts, from, to) => { for (const [start, end] of parts) to.set(from.subarray(start >> 2, end >> 2), start >> 2); };

/** The parts of the memory that are in either list, in rising order. */
function union(some, others) {
  const result = [];
  for (const [start, end] of [...some, ...others].sort(([a], [b]) => a - b)) {
    const last = result.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end); else if (end > start) result.push([start, end]);
  }
  return result;
}

/** The same, cut where either list begins or ends a part: `[start, end, is in some, is in others]`. */
function overlay(some, others) {
  const cuts = [...new Set([...some, ...others].flat())].sort((a, b) => a - b);
  const result = [];
  let i = 0, k = 0;
  cuts.slice(1).forEach((end, c) => {
    const start = cuts[c];
    while (i < some.length && some[i][1] <= start) i++;
    while (k < others.length && others[k][1] <= start) k++;
    const [inSome, inOthers] = [some[i]?.[0] <= start, others[k]?.[0] <= start];
    if (inSome || inOthers) result.push([start, end, inSome, inOthers]);
  });
  return result;
}
