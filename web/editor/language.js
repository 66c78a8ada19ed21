// What the editor and CodeMirror's commands need of a language: colours, indentation, brackets. It stands in the place of
// the package @codemirror/language and of Lezer's trees, which would be a sixth of what the editor weighs: Python is read
// by tokens alone here (python.js), line by line, and where a line begins is all that has to be remembered.

import { countColumn, EditorState, Facet, StateEffect, StateField } from '@codemirror/state';
import { StringStream } from '@codemirror/streamparser';
import { Decoration, EditorView, ViewPlugin } from '@codemirror/view';
import * as python from './python.js';

/** So many lines are read at once; where more would have to be, they are read by and by. */
const MOST_LINES = 1000;
/** A bracket's match is looked for so far away, in characters. */
const MATCH_DISTANCE = 10_000;

export const indentUnit = Facet.define({ combine: ([unit = '    ']) => unit });
export const getIndentUnit = (state) => state.facet(indentUnit).length;
export const indentString = (state, columns) => ' '.repeat(columns);

/** Reads a line, or all that begins before `until`, from where `lexed` is, which it changes; `found` gets each piece with its class. */
function readLine(state, text, lexed, { found, until = text.length, overrideIndent } = {}) {
  const stream = new StringStream(text, state.tabSize, getIndentUnit(state), overrideIndent);
  while (stream.pos < until) {
    stream.start = stream.pos;
    const kind = python.token(stream, lexed);
    if (stream.pos === stream.start) stream.pos++;
    if (kind) found?.(stream.start, stream.pos, kind);
  }
}

/** What the lines begin with, as far as they have been read: of line n the entry n - 1. */
const beginnings = StateField.define({
  create: () => [python.startState()],
  update(lines, { docChanged, changes, startState }) {
    if (!docChanged) return lines;
    let first = Infinity;
    changes.iterChangedRanges((from) => { first = Math.min(first, from); });
    return lines.slice(0, startState.doc.lineAt(first).number);
  },
});

/** What a line begins with, for who may change it; null: too much is to be read first. */
function beginning(state, number) {
  const lines = state.field(beginnings);
  if (number - lines.length > MOST_LINES) return null;
  while (lines.length < number) {
    const next = python.copyState(lines.at(-1));
    readLine(state, state.doc.line(lines.length).text, next);
    lines.push(next);
  }
  return python.copyState(lines[number - 1]);
}

/** The next of the lines before this one are read; false: all have been. */
function readOn(state, number) {
  const there = state.field(beginnings).length;
  beginning(state, Math.min(number, there + MOST_LINES));
  return there < number;
}

const more = StateEffect.define();
const marks = {};

function mark(kind) {
  return marks[kind] ??= Decoration.mark({ class: `cm-${kind}` });
}

const colours = ViewPlugin.fromClass(class {
  constructor(view) {
    this.decorations = this.draw(view);
  }

  update({ view, docChanged, viewportChanged, transactions }) {
    if (docChanged || viewportChanged || transactions.some((transaction) => transaction.effects.some((effect) => effect.is(more)))) this.decorations = this.draw(view);
  }

  destroy() {
    clearTimeout(this.timer);
  }

  draw(view) {
    const { state } = view;
    const found = [];
    for (const { from, to } of view.visibleRanges) {
      let line = state.doc.lineAt(from);
      let lexed = beginning(state, line.number);
      // Coloured as if nothing stood before, until that has been read.
      if (!lexed) {
        lexed = python.startState();
        this.later(view, line.number);
      }
      for (;;) {
        const at = line.from;
        readLine(state, line.text, lexed, { found: (start, end, kind) => found.push(mark(kind).range(at + start, at + end)) });
        if (line.to >= to) break;
        line = state.doc.line(line.number + 1);
      }
    }
    return Decoration.set(found);
  }

  later(view, number) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      if (number <= view.state.doc.lines && readOn(view.state, number)) this.later(view, number);
      else view.dispatch({ effects: more.of(null) });
    });
  }
}, { decorations: (plugin) => plugin.decorations });

/** Where commands ask for indentation; what they have not done yet is in the options. */
export class IndentContext {
  constructor(state, options = {}) {
    this.state = state;
    this.options = options;
  }

  lineIndent(at) {
    return indentation(this.state.doc.lineAt(at).text, this.state);
  }
}

const indentation = (text, state) => countColumn(/^\s*/.exec(text)[0], state.tabSize);

/** The column at which the line at `at` should begin, or what follows a break there; null: nothing is to be said. */
export function getIndentation(context, at) {
  if (context instanceof EditorState) context = new IndentContext(context);
  const { state, options } = context;
  const line = state.doc.lineAt(at);
  const { simulateBreak, simulateDoubleBreak, overrideIndentation } = options;
  const broken = simulateBreak === at;
  let lexed = context.lexed;
  if (overrideIndentation && lexed) {
    // From the line that was asked for before; lines in between have been given another indentation.
    for (let number = context.number; number < line.number; number++) {
      const between = state.doc.line(number);
      const other = overrideIndentation(between.from);
      readLine(state, between.text, lexed, { overrideIndent: other < 0 ? undefined : other });
    }
  } else lexed = beginning(state, line.number);
  if (!lexed) return null;
  if (overrideIndentation) [context.lexed, context.number] = [python.copyState(lexed), line.number];
  let rest = line.text;
  if (broken) {
    readLine(state, rest, lexed, { until: at - line.from });
    rest = simulateDoubleBreak ? '' : rest.slice(at - line.from);
  }
  return python.indent(lexed, rest.trimStart(), getIndentUnit(state));
}

/** A line that is typed to its end may have to move: `else:`, a closing bracket. */
const indentOnInput = EditorState.transactionFilter.of((transaction) => {
  if (!transaction.docChanged || !(transaction.isUserEvent('input.type') || transaction.isUserEvent('input.complete'))) return transaction;
  const { newDoc, newSelection, state } = transaction;
  const line = newDoc.lineAt(newSelection.main.head);
  if (!python.MOVES.test(line.text.slice(0, Math.min(newSelection.main.head - line.from, 200)))) return transaction;
  const lines = new Set(newSelection.ranges.map(({ head }) => newDoc.lineAt(head).from));
  const changes = [];
  for (const from of lines) {
    const columns = getIndentation(state, from);
    const present = /^\s*/.exec(newDoc.lineAt(from).text)[0];
    if (columns !== null && indentString(state, columns) !== present) changes.push({ from, to: from + present.length, insert: indentString(state, columns) });
  }
  return changes.length ? [transaction, { changes, sequential: true }] : transaction;
});

const BRACKETS = '()[]{}';

/** Which brackets of a line are program, and not text: those in strings and comments have a colour. */
function isProgram(state, cache, at) {
  const line = state.doc.lineAt(at);
  let texts = cache.get(line.number);
  if (!texts) {
    cache.set(line.number, texts = []);
    const lexed = beginning(state, line.number);
    const found = (start, end, kind) => { if (kind === 'string' || kind === 'comment') texts.push([start, end]); };
    if (lexed) readLine(state, line.text, lexed, { found });
  }
  return !texts.some(([start, end]) => start <= at - line.from && at - line.from < end);
}

/** The bracket before `at` (`direction` -1) or after it, and its match: `{ start, end, matched }`; null: there is no bracket. */
export function matchBrackets(state, at, direction) {
  const first = direction < 0 ? at - 1 : at;
  const piece = (from) => ({ from, to: from + 1 });
  const kind = first >= 0 ? BRACKETS.indexOf(state.sliceDoc(first, first + 1) || ' ') : -1;
  if (kind < 0 || (kind % 2 === 0) !== (direction > 0)) return null;
  const cache = new Map();
  const program = isProgram(state, cache, first);
  const [from, to] = direction > 0 ? [first, Math.min(state.doc.length, first + MATCH_DISTANCE)] : [Math.max(0, first + 1 - MATCH_DISTANCE), first + 1];
  const text = state.sliceDoc(from, to);
  let depth = 0;
  for (let i = first - from; i >= 0 && i < text.length; i += direction) {
    const other = BRACKETS.indexOf(text[i]);
    if (other < 0 || isProgram(state, cache, from + i) !== program) continue;
    depth += (other % 2 === 0) === (direction > 0) ? 1 : -1;
    if (depth === 0) return { start: piece(first), end: piece(from + i), matched: other >> 1 === kind >> 1 };
  }
  return from > 0 && to < state.doc.length ? null : { start: piece(first), matched: false };
}

const bracketMatching = StateField.define({
  create: () => Decoration.none,
  update(value, { docChanged, selection, state }) {
    if (!docChanged && !selection) return value;
    const found = [];
    for (const { empty, head } of state.selection.ranges) {
      if (!empty) continue;
      const match = matchBrackets(state, head, -1) || (head > 0 && matchBrackets(state, head - 1, 1)) || matchBrackets(state, head, 1) || (head < state.doc.length && matchBrackets(state, head + 1, -1));
      if (!match) continue;
      for (const place of [match.start, match.end]) if (place) found.push(mark(match.matched ? 'matchingBracket' : 'nonmatchingBracket').range(place.from, place.to));
    }
    return Decoration.set(found, true);
  },
  provide: (field) => EditorView.decorations.from(field),
});

/** For commands that go by a tree: there is none. */
export const syntaxTree = () => ({ resolveInner: () => ({ childBefore: () => null, childAfter: () => null }) });

export const language = [beginnings, colours, indentOnInput, bracketMatching, EditorState.languageData.of(() => [{ commentTokens: { line: '#' } }])];
