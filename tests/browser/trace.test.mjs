// The simulator in a browser: any moment of a run, in any order, is the same as in a fresh run; a choice is another run;
// a schedule is replayed exactly or refused.
import assert from 'node:assert/strict';
import { create, everyBrowser } from './lib.mjs';

const COUNTER = `
import threading
counter = 0
items = []
def work(n):
    global counter
    for i in range(n):
        counter += 1
        items.append(i)
threads = [threading.Thread(target=work, args=(30,)) for _ in range(2)]
for t in threads: t.start()
for t in threads: t.join()
print(counter, len(items))
`;

/** Calls `body` in the page with `window.scope`; what it returns comes back. */
const inPage = (page, body, argument) => page.evaluate(body, argument);

everyBrowser((it) => {
  for (const isolated of [true, false]) {
    it(`stepping at random shows what a fresh replay shows, ${isolated ? 'isolated' : 'not isolated'}`, { isolated, timeout: 120_000 }, async ({ page }) => {
      await create(page);
      const wrong = await inPage(page, async (source) => {
        const options = { model: '3.14t', cores: 2, seed: 7 };
        const stepped = await window.scope.trace(source, options);
        const fresh = await window.scope.trace(source, { schedule: stepped.schedule });
        if (fresh.steps !== stepped.steps || fresh.refused) return [`${fresh.steps} ${stepped.steps} ${fresh.refused}`];
        // What a fresh run shows at each of these, asked for in rising order.
        let random = 12345;
        const draw = (n) => { random = (random * 1103515245 + 12345) % 2147483648; return random % n; };
        const visits = Array.from({ length: 200 }, () => stepped.first + draw(stepped.steps - stepped.first + 1));
        const shown = new Map();
        for (const position of [...new Set(visits)].sort((a, b) => a - b)) shown.set(position, JSON.stringify(await fresh.at(position)));
        const differ = [];
        for (const position of visits) {
          const moment = JSON.stringify(await stepped.at(position));
          if (moment !== shown.get(position)) differ.push(`${position}: ${moment.slice(0, 300)} / ${shown.get(position).slice(0, 300)}`);
        }
        stepped.close();
        fresh.close();
        return differ.slice(0, 2);
      }, COUNTER);
      assert.deepEqual(wrong, []);
    });
  }

  it('steps by line, switch and thread go forward and back; beyond the ends nothing happens', {}, async ({ page }) => {
    await create(page);
    const seen = await inPage(page, async (source) => {
      const trace = await window.scope.trace(source, { model: '3.14', seed: 1 });
      const line = await trace.move(trace.first, 'line', 3);
      const back = await trace.move(line.position, 'line', -3);
      const change = await trace.move(trace.first, 'switch', 1);
      const again = await trace.move(change.position + 1, 'switch', -1);
      const own = await trace.move(trace.first, { thread: 1 }, 1);
      const end = await trace.move(trace.steps, 'bytecode', 10);
      const start = await trace.move(0, 'bytecode', -10);
      trace.close();
      return [back.position === trace.first, line.position > trace.first, change.position === again.position, own.position > 0, end.position === trace.steps, start.position === 0];
    }, COUNTER);
    assert.deepEqual(seen, [true, true, true, true, true, true]);
  });

  it('a choice makes another run, which its schedule replays', {}, async ({ page }) => {
    await create(page);
    const [lost, replayed, same] = await inPage(page, async (source) => {
      const trace = await window.scope.trace(source, { model: '3.14t', cores: 2, seed: 7 });
      // Both threads are under way: whoever has read the counter waits while the other stores.
      let moment = await trace.at(trace.first);
      const both = () => [1, 2].every((id) => moment.choices.some(({ thread }) => thread === id));
      for (let i = 0; i < 100 && !both(); i++) moment = await trace.move(moment.position, 'switch', 1);
      const hasRead = () => moment.actor !== 0 && moment.accesses.some(({ slot, kind }) => slot === 'counter' && kind === 'read');
      for (let i = 0; i < 100 && !hasRead(); i++) moment = await trace.move(moment.position, 'bytecode', 1);
      if (!both() || !hasRead()) throw new Error('no such moment');
      await trace.choose(moment.position, 3 - moment.actor);
      const stdout = trace.result.stdout;
      const fresh = await window.scope.trace(source, { schedule: trace.schedule });
      const answer = [!stdout.startsWith('6000 ') ? 'lost' : stdout, fresh.refused, fresh.result.trace_hash === trace.result.trace_hash];
      trace.close();
      fresh.close();
      return answer;
    }, COUNTER.replace('(30,)', '(3000,)'));
    assert.deepEqual([lost, replayed, same], ['lost', null, true]);
  });

  it('a schedule of another program, cut short or mangled is refused by name', {}, async ({ page }) => {
    await create(page);
    const refusals = await inPage(page, async () => {
      const trace = await window.scope.trace('print(1)\n');
      const { schedule } = trace;
      trace.close();
      const refused = [];
      for (const [source, text] of [['print(2)\n', schedule], ['print(1)\n', schedule.slice(0, -9)], ['print(1)\n', schedule.replace('3.14', '3.10')], ['print(1)\n', 'hello'], ['print(1)\n', `g9${schedule.slice(2)}`]]) {
        const other = await window.scope.trace(source, { schedule: text });
        refused.push(other.refused);
        other.close();
      }
      return refused;
    });
    for (const [i, words] of ['another program', 'cut short', 'changed', 'not a schedule', 'format g9'].entries()) assert.match(refusals[i] ?? '', new RegExp(words), refusals[i]);
  });

  it('run() with the simulator gives the same result twice', {}, async ({ page }) => {
    await create(page);
    const [a, b] = await inPage(page, async (source) => {
      const results = [];
      for (let i = 0; i < 2; i++) {
        const { wall_ns, ...rest } = await window.scope.run(source, { engine: 'sim', seed: 3 });
        results.push(rest);
      }
      return results;
    }, COUNTER);
    assert.equal(a.ended, 'done', a.stderr);
    assert.equal(a.stdout, '60 60\n');
    assert.deepEqual(a, b);
  });
});
