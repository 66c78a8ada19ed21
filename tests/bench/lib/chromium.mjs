// A headless Chromium with a new profile and no driver, and the CPU time of the process that holds its page.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

const read = (file) => { try { return fs.readFileSync(file, 'utf8'); } catch { return ''; } };

/** The processes that belong to a profile. */
function processes(profile) {
  const mine = fs.readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map((pid) => ({ pid: +pid, line: read(`/proc/${pid}/cmdline`).split('\0').join(' ') }));
  return mine.filter(({ line }) => line.includes(profile));
}

/** CPU time of a process so far, in ms: of the threads that live, to the ns, and of all there ever were, in ticks of 10 ms. */
function clocks(pid) {
  let living = 0;
  try {
    for (const thread of fs.readdirSync(`/proc/${pid}/task`)) living += Number(read(`/proc/${pid}/task/${thread}/schedstat`).split(' ')[0]) || 0;
  } catch { /* the process has ended */ }
  const [user, system] = read(`/proc/${pid}/stat`).split(') ').pop().split(' ').slice(11, 13).map(Number);
  return { living: living / 1e6, all: (user + system) * 10 };
}

/** What a process has used between two readings: the fine clock, unless a thread has ended with its time in between. */
const spent = (before, after) => {
  const [fine, coarse] = [after.living - before.living, after.all - before.all];
  return Math.abs(fine - coarse) <= 25 ? fine : coarse;
};

let serial = 0;

/** Opens a page of the server; `call(action, argument)` asks it to do something. */
export async function open(server, page, query = {}) {
  const profile = fs.mkdtempSync(path.join(os.tmpdir(), 'gilscope-bench-'));
  const key = `page${process.pid}-${++serial}`;
  const url = `${server.url}${page}?${new URLSearchParams({ ...query, key })}`;
  const child = spawn(process.env.CHROMIUM ?? '/usr/bin/chromium', [...FLAGS, `--user-data-dir=${profile}`, url], { stdio: 'ignore' });
  const call = (action, argument, timeoutMs) => server.call(key, action, argument, timeoutMs);
  let renderer = null;
  return {
    call,
    key,
    /** Chromium keeps spare renderers: the page burns CPU, and the process that has got it is the one. */
    async find() {
      for (let attempt = 1; attempt <= 6; attempt++) {
        const before = processes(profile).filter(({ line }) => line.includes('--type=renderer')).map(({ pid }) => ({ pid, at: clocks(pid) }));
        await call('burn', 150 * attempt);
        const [first, second] = before.map(({ pid, at }) => ({ pid, ms: spent(at, clocks(pid)) })).sort((a, b) => b.ms - a.ms);
        if (first?.ms > 20 && !(second?.ms > first.ms / 4)) return void (renderer = first.pid);
      }
      throw new Error('which process holds the page cannot be told');
    },
    /** CPU ms of the page's process while `action` went on. */
    async cpu(action) {
      const before = clocks(renderer);
      const value = await action();
      return { value, cpu: spent(before, clocks(renderer)) };
    },
    memoryMB: () => Number(/^Pss:\s+(\d+)/m.exec(read(`/proc/${renderer}/smaps_rollup`))?.[1] ?? NaN) / 1024,
    async close() {
      for (const { pid } of processes(profile)) try { process.kill(pid, 'SIGKILL'); } catch { /* it has ended */ }
      child.unref();
      fs.rmSync(profile, { recursive: true, force: true, maxRetries: 8, retryDelay: 200 });
    },
  };
}
