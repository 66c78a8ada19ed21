// Snapshots of a memory that changes at random: whichever is written back, every word is what it was.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { partsOf, Snapshots } from '../../web/snapshots.js';

const KB = 1 << 10;

/** A memory of which the middle was reserved and is used in pieces, what it held at each snapshot, and chance. */
function scene(seed, mostBytes) {
  const memory = new WebAssembly.Memory({ initial: 160 });
  const [from, to, piece] = [1 << 20, 8 << 20, 64 * KB];
  // Up to where the middle was ever used, and which pieces of that hold nothing.
  let used = from, free = new Set();
  const spans = () => [...free].sort((a, b) => a - b).flatMap((start) => [start, start + piece]);
  const parts = () => partsOf([from, used, to, ...spans()], memory.buffer.byteLength);
  const snapshots = new Snapshots(memory, parts, mostBytes);
  const images = new Map();
  let position = 0;
  const random = (n) => { seed = (seed * 48271) % 2147483647; return seed % n; };
  const bytes = (start) => new Uint8Array(memory.buffer, start, piece);
  const write = () => {
    if (random(6) === 0) memory.grow(1);
    // What is taken for the first time is zero, and what was free is made so.
    for (let n = random(5); n > 0 && used < to; n--, used += piece) assert.ok(bytes(used).every((byte) => byte === 0), 'never used');
    for (const start of [...free]) if (random(3) === 0) { free.delete(start); bytes(start).fill(0); }
    const words = new Int32Array(memory.buffer);
    for (let i = random(400); i > 0; i--) {
      // Those that are about to be free too.
      const places = [[0, from], [from, used], [to, memory.buffer.byteLength]].filter(([start, end]) => end > start);
      const [start, end] = places[random(places.length)];
      // Runs of words, single ones, and zeros; the last word of all too.
      const at = random(8) === 0 ? (end >> 2) - 1 : (start >> 2) + random(end - start >> 2);
      for (let n = random(40) + 1, word = at; n > 0 && word < end >> 2; n--, word += random(3)) words[word] = random(4) ? random(1 << 30) : 0;
    }
    for (let start = from; start < used; start += piece) if (random(5) === 0) free.add(start);
  };
  const take = () => {
    position += random(1000) + 1;
    snapshots.take(position);
    const image = new Uint8Array(memory.buffer).slice();
    for (const start of free) image.fill(0, start, start + piece);
    images.set(position, { image, used, free: new Set(free) });
  };
  const check = (at, forget) => {
    const reached = snapshots.restore(at, forget);
    const then = images.get(reached), now = new Uint8Array(memory.buffer);
    assert.ok(reached <= at && snapshots.before(at) === reached);
    assert.equal(Buffer.compare(now.subarray(0, then.image.length), then.image), 0, `the memory of ${reached}`);
    // A memory cannot shrink: what it has grown by since then is as it was at first.
    assert.ok(now.subarray(then.image.length).every((byte) => byte === 0), `what came after ${reached}`);
    [used, free] = [then.used, new Set(then.free)];
    return reached;
  };
  return { memory, snapshots, images, random, write, take, check };
}

test('any snapshot is written back, in any order, whatever the memory holds by then', () => {
  for (let seed = 1; seed <= 3; seed++) {
    const { snapshots, images, random, write, take, check } = scene(seed);
    for (let i = 0; i < 30; i++) { take(); write(); }
    take();
    const all = [...images.keys()];
    assert.deepEqual(snapshots.positions, all);
    for (let i = 0; i < 60; i++) {
      assert.equal(check(all[random(all.length)] + random(2) * 0.5) in Object.fromEntries(images), true);
      if (random(2)) write();
    }
  }
});

test('of what holds nothing there is nothing in a snapshot', () => {
  const memory = new WebAssembly.Memory({ initial: 160 });
  let free = [];
  const snapshots = new Snapshots(memory, () => partsOf([1 << 20, 4 << 20, 8 << 20, ...free], memory.buffer.byteLength));
  const bytes = new Uint8Array(memory.buffer);
  for (let i = 0; i < 20; i++) {
    bytes.fill(i + 1, 1 << 20, 3 << 20);
    free = [1 << 20, 2 << 20];
    snapshots.take(i);
  }
  assert.ok(snapshots.bytes > 19 << 20 && snapshots.bytes < 21 << 20, `${snapshots.bytes}`);
  assert.equal(snapshots.newestBytes, memory.buffer.byteLength - (4 << 20) - (1 << 20));
  snapshots.restore(3);
  assert.deepEqual([bytes[0], bytes[(1 << 20) + 5], bytes[(2 << 20) + 5], bytes[(3 << 20) + 5]], [0, 0, 4, 0]);
});

test('what was forgotten is another future, and the past stays', () => {
  const { snapshots, images, random, write, take, check } = scene(7);
  for (let round = 0; round < 8; round++) {
    for (let i = 0; i < 6; i++) { take(); write(); }
    const left = snapshots.positions;
    const back = check(left[random(left.length)], true);
    assert.equal(snapshots.positions.at(-1), back);
    write();
  }
  for (const at of snapshots.positions) check(at);
  assert.ok(images.size > snapshots.positions.length);
});

test('beyond what may be kept every other one goes, and those that are left are whole', () => {
  const most = 256 * KB;
  const { memory, snapshots, images, random, take, check } = scene(11, most);
  const words = new Int32Array(memory.buffer);
  const change = () => {
    // The same ones each time, and some that only one snapshot in seven changes.
    for (let i = 5000; i < 9000; i++) words[i] = random(1 << 30);
    for (let i = 0, at = random(7) * 1000; i < 50; i++) words[20_000 + at + 7 * i] = random(1 << 30);
  };
  for (let i = 0; i < 100; i++) { take(); change(); }
  take();
  const left = snapshots.positions;
  assert.ok(left.length > 6 && left.length < 16 && snapshots.bytes <= most, `${left.length} snapshots, ${snapshots.bytes} bytes`);
  assert.equal(left[0], [...images.keys()][0]);
  assert.equal(left.at(-1), [...images.keys()].at(-1));
  for (const at of [...left].reverse()) check(at);
  for (const at of left) check(at);
});

test('nor is anything lost of what was free in between', () => {
  const { snapshots, images, write, take, check } = scene(5, 512 * KB);
  for (let i = 0; i < 60; i++) { take(); write(); }
  take();
  const left = snapshots.positions;
  assert.ok(left.length < images.size, `${left.length}`);
  for (const at of [...left].reverse()) check(at);
  for (const at of left) check(at);
});

test('a long way between two changes', () => {
  const memory = new WebAssembly.Memory({ initial: 400 });
  const snapshots = new Snapshots(memory, () => partsOf([], memory.buffer.byteLength));
  const words = new Int32Array(memory.buffer);
  snapshots.take(1);
  words[0] = 1;
  words[words.length - 1] = 2;
  words[words.length >> 1] = -3;
  snapshots.take(2);
  assert.ok(snapshots.bytes < 100, `${snapshots.bytes}`);
  snapshots.restore(1);
  assert.deepEqual([words[0], words[words.length >> 1], words[words.length - 1]], [0, 0, 0]);
  snapshots.restore(2);
  assert.deepEqual([words[0], words[words.length >> 1], words[words.length - 1]], [1, -3, 2]);
});
