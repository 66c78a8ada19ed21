// Snapshots of a memory that changes at random: whichever is written back, every word is what it was.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Snapshots } from '../../web/snapshots.js';

const KB = 1 << 10;

/** A memory of which the middle was reserved and only begun to be used, what it held at each snapshot, and chance. */
function scene(seed, mostBytes) {
  const memory = new WebAssembly.Memory({ initial: 160 });
  const [from, to] = [1 << 20, 8 << 20];
  let used = from;
  const snapshots = new Snapshots(memory, () => [[0, from], [from, used], [to, memory.buffer.byteLength]], mostBytes);
  const images = new Map();
  let position = 0;
  const random = (n) => { seed = (seed * 48271) % 2147483647; return seed % n; };
  const write = () => {
    used = Math.min(to, used + random(300) * KB);
    if (random(6) === 0) memory.grow(1);
    const words = new Int32Array(memory.buffer);
    for (let i = random(400); i > 0; i--) {
      const parts = [[0, from], [from, used], [to, memory.buffer.byteLength]].filter(([start, end]) => end > start);
      const [start, end] = parts[random(parts.length)];
      // Runs of words, single ones, and zeros; the last word of all too.
      const at = random(8) === 0 ? (end >> 2) - 1 : (start >> 2) + random(end - start >> 2);
      for (let n = random(40) + 1, word = at; n > 0 && word < end >> 2; n--, word += random(3)) words[word] = random(4) ? random(1 << 30) : 0;
    }
  };
  const take = () => {
    position += random(1000) + 1;
    snapshots.take(position);
    images.set(position, new Uint8Array(memory.buffer).slice());
  };
  const check = (at, forget) => {
    const reached = snapshots.restore(at, forget);
    const now = new Uint8Array(memory.buffer), then = images.get(reached);
    assert.ok(reached <= at && snapshots.before(at) === reached);
    assert.equal(Buffer.compare(now.subarray(0, then.length), then), 0, `the memory of ${reached}`);
    // A memory cannot shrink: what it has grown by since then is as it was at first.
    assert.ok(now.subarray(then.length).every((byte) => byte === 0), `what came after ${reached}`);
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

test('a long way between two changes', () => {
  const memory = new WebAssembly.Memory({ initial: 400 });
  const snapshots = new Snapshots(memory, () => [[0, memory.buffer.byteLength]]);
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
