// Numbers and tables.
import fs from 'node:fs';

export function median(list) {
  const sorted = [...list].sort((a, b) => a - b);
  const n = sorted.length;
  return n ? (sorted[(n - 1) >> 1] + sorted[n >> 1]) / 2 : NaN;
}

/** The value that a share of the list does not exceed. */
export const percentile = (list, share) => [...list].sort((a, b) => a - b)[Math.max(0, Math.ceil(share * list.length) - 1)];

export const geomean = (list) => Math.exp(list.reduce((sum, x) => sum + Math.log(x), 0) / list.length);

/** Runnable processes of the last minute: how quiet the machine was. */
export const load = () => Number(fs.readFileSync('/proc/loadavg', 'utf8').split(' ')[0]);

export const show = (x) => (!Number.isFinite(x) ? '–' : x >= 100 ? x.toFixed(0) : x >= 10 ? x.toFixed(1) : x.toFixed(2));

/** A table in Markdown: the first column to the left, the others to the right. */
export function table(head, rows) {
  const cells = [head, ...rows].map((row) => row.map((cell) => String(typeof cell === 'number' ? show(cell) : cell ?? '')));
  const width = head.map((_, column) => Math.max(...cells.map((row) => (row[column] ?? '').length)));
  const line = (row) => `| ${row.map((cell, column) => (column ? cell.padStart(width[column]) : cell.padEnd(width[column]))).join(' | ')} |`;
  const rule = `|${width.map((n, column) => (column ? `${'-'.repeat(n + 1)}:` : '-'.repeat(n + 2))).join('|')}|`;
  return [line(cells[0]), rule, ...cells.slice(1).map(line)].join('\n');
}
