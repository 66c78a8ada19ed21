// Records what CPython prints for each program of the corpus: `node record.mjs [--check] [name …]`.
//
// Beside X.py lie X.stdout and, where they are not empty or not 0, X.stderr and X.exit; X.stdin is what the program reads.
// The reference is CPython 3.14 (npm `pyodide`). A program that says `# reference: 3.13` among its first lines starts threads,
// which Pyodide cannot: an installed CPython 3.13 runs it, and what 3.14 prints otherwise is written as 3.14 prints it.
// Each program runs twice under different circumstances and must print the same both times.
// With --check nothing is written: the exit code says whether the recordings are up to date.
import { loadPyodide } from 'pyodide';
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const harness = path.join(here, 'record', 'harness.py');
const args = process.argv.slice(2);
const check = args.includes('--check');
const wanted = args.filter((a) => a !== '--check').map((a) => path.basename(a, '.py'));
const names = fs.readdirSync(here).filter((f) => f.endsWith('.py')).map((f) => f.slice(0, -3)).sort()
  .filter((n) => wanted.length === 0 || wanted.includes(n));

const read = (name, ext) => { const f = path.join(here, `${name}.${ext}`); return fs.existsSync(f) ? fs.readFileSync(f, 'utf8') : ''; };
const needsThreads = (source) => /^# reference: 3\.13$/m.test(source.split('\n', 5).join('\n'));

function findPython313() {
  const pyenv = path.join(os.homedir(), '.pyenv', 'versions');
  const candidates = ['python3.13'];
  if (fs.existsSync(pyenv)) candidates.push(...fs.readdirSync(pyenv).filter((v) => v.startsWith('3.13.')).map((v) => path.join(pyenv, v, 'bin', 'python3.13')));
  for (const candidate of candidates) {
    try { execFileSync(candidate, ['-c', 'import sys; assert sys.version_info[:2] == (3, 13)'], { stdio: 'ignore' }); return candidate; } catch { /* the next one */ }
  }
  throw new Error('CPython 3.13 is needed for the programs with threads: install it (for example `pyenv install 3.13`)');
}

// Where library files lie and how long they are is the host's business: tests/DIVERGENCES.md says how both sides are compared.
const withoutHostPaths = (text) => text.replace(/File "[^"\n]*\/(?:python3\.?\d+(?:\.zip)?)\/([\w./]+\.py)", line \d+/g, 'File "/lib/python3.14/$1", line ?');
// What 3.14's library says in tracebacks (and stacks, without marks) otherwise than 3.13's: a thread, and a task of a pool, is
// run by a context.
const as314 = (text) => text
  .replaceAll('    self.run()\n    ~~~~~~~~^^\n', '    self._context.run(self.run)\n    ~~~~~~~~~~~~~~~~~^^^^^^^^^^\n')
  .replaceAll('    self.run()\n', '    self._context.run(self.run)\n')
  .replaceAll('    result = self.fn(*self.args, **self.kwargs)\n', '    result = ctx.run(self.task)\n  File "/lib/python3.14/concurrent/futures/thread.py", line ?, in run\n    return fn(*args, **kwargs)\n');

async function pyodideRunner(hashSeed) {
  const py = await loadPyodide({ env: { PYTHONHASHSEED: String(hashSeed), HOME: '/' } });
  py.FS.writeFile('/harness.py', fs.readFileSync(harness, 'utf8'));
  const run = py.runPython(`
import sys
sys.path.insert(0, '/')
from harness import run_captured
del sys.path[0]
run_captured`);
  // The compiler looks into the file for the line of some errors.
  py.runPython('import os; os.mkdir("/corpus"); os.chdir("/corpus")');
  return (name, source) => {
    py.FS.writeFile(`/corpus/${name}.py`, source);
    const result = run(`${name}.py`, source, read(name, 'stdin'));
    const [stdout, stderr, exit] = result.toJs();
    result.destroy();
    return { stdout, stderr: withoutHostPaths(stderr), exit };
  };
}

function threadedRunner(hashSeed, python) {
  return (name) => {
    const env = { ...process.env, PYTHONHASHSEED: String(hashSeed), NO_COLOR: '1', PYTHONUTF8: '1', PYTHONDONTWRITEBYTECODE: '1' };
    const r = spawnSync(python, [harness, `${name}.py`], { cwd: here, env, input: read(name, 'stdin'), encoding: 'utf8', timeout: 60_000 });
    return { stdout: withoutHostPaths(r.stdout), stderr: as314(withoutHostPaths(r.stderr)), exit: r.status };
  };
}

const all = Object.fromEntries(names.map((n) => [n, read(n, 'py')]));
const python313 = names.some((n) => needsThreads(all[n])) ? findPython313() : null;
const plain = names.filter((n) => !needsThreads(all[n]));
// A program that takes the whole interpreter down is reported, and a new interpreter goes on.
async function surviving(hashSeed) {
  let run = await pyodideRunner(hashSeed);
  return async (name, source) => {
    try {
      return run(name, source);
    } catch (error) {
      problems.push(`${name}: the interpreter broke: ${error.message}`);
      run = await pyodideRunner(hashSeed);
      return { stdout: '', stderr: '', exit: 0 };
    }
  };
}

const problems = [];
const first = plain.length ? await surviving(1) : null;
const second = plain.length ? await surviving(2) : null;
const outcomes = {};
for (const name of names) {
  outcomes[name] = needsThreads(all[name]) ? threadedRunner(1, python313)(name) : await first(name, all[name]);
}
for (const name of [...names].reverse()) {
  const again = needsThreads(all[name]) ? threadedRunner(2, python313)(name) : await second(name, all[name]);
  const a = outcomes[name];
  if (JSON.stringify(a) !== JSON.stringify(again)) problems.push(`${name}: two runs differ\n--- first\n${a.stdout}${a.stderr}--- second\n${again.stdout}${again.stderr}`);
  if (/ at 0x[0-9a-f]{4,}/.test(a.stdout + a.stderr)) problems.push(`${name}: prints an address`);
  if (!needsThreads(all[name]) && a.stderr.includes("can't start new thread")) problems.push(`${name}: starts a thread: it needs "# reference: 3.13"`);
  if (!all[name].endsWith('\n') || all[name].includes('\r') && !name.includes('crlf')) problems.push(`${name}: line ends`);
}
let changed = 0;
for (const name of names) {
  const { stdout, stderr, exit } = outcomes[name];
  for (const [ext, text] of [['stdout', stdout], ['stderr', stderr], ['exit', exit ? `${exit}\n` : '']]) {
    const file = path.join(here, `${name}.${ext}`);
    const keep = ext === 'stdout' || text !== '';
    const before = fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : null;
    if (before === (keep ? text : null)) continue;
    changed += 1;
    console.log(`${check ? 'differs' : 'recorded'}: ${path.basename(file)}`);
    if (check) continue;
    if (keep) fs.writeFileSync(file, text); else fs.rmSync(file);
  }
}
for (const p of problems) console.error(p);
console.log(`${names.length} programs, ${changed} files ${check ? 'out of date' : 'written'}, ${problems.length} problems`);
process.exit(problems.length || (check && changed) ? 1 : 0);
