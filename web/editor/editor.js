// The code editor: CodeMirror 6 with Python, behind a surface that the page binds to.
//
// `createEditor(textarea, options)` takes the place of a plain <textarea>, keeping its text, caret, scroll
// position and focus. Lines are counted from 1, columns from 0 in UTF-16 units. Colours are the page's custom
// properties, so light, dark and forced colours need nothing here.

import {
  addCursorAbove, addCursorBelow, copyLineDown, copyLineUp, cursorMatchingBracket, deleteLine, history, historyKeymap, indentLess,
  indentMore, indentSelection, insertBlankLine, moveLineDown, moveLineUp, selectLine, simplifySelection, standardKeymap,
  toggleLineComment, toggleTabFocusMode,
} from '@codemirror/commands';
import { Compartment, EditorSelection, EditorState, Prec, RangeSet, StateEffect, StateField } from '@codemirror/state';
import {
  Decoration, drawSelection, EditorView, gutter, GutterMarker, highlightActiveLine, highlightActiveLineGutter,
  highlightSpecialChars, keymap, lineNumbers,
} from '@codemirror/view';
import { language } from './language.js';

// CodeMirror's own keys, but for those that go by a syntax tree.
const keys = [
  { key: 'Alt-ArrowUp', run: moveLineUp },
  { key: 'Shift-Alt-ArrowUp', run: copyLineUp },
  { key: 'Alt-ArrowDown', run: moveLineDown },
  { key: 'Shift-Alt-ArrowDown', run: copyLineDown },
  { key: 'Mod-Alt-ArrowUp', run: addCursorAbove },
  { key: 'Mod-Alt-ArrowDown', run: addCursorBelow },
  { key: 'Escape', run: simplifySelection },
  { key: 'Mod-Enter', run: insertBlankLine },
  { key: 'Alt-l', mac: 'Ctrl-l', run: selectLine },
  { key: 'Mod-[', run: indentLess },
  { key: 'Mod-]', run: indentMore },
  { key: 'Mod-Alt-\\', run: indentSelection },
  { key: 'Shift-Mod-k', run: deleteLine },
  { key: 'Shift-Mod-\\', run: cursorMatchingBracket },
  { key: 'Mod-/', run: toggleLineComment },
  { key: 'Ctrl-m', mac: 'Shift-Alt-m', run: toggleTabFocusMode },
  ...standardKeymap,
];

const theme = EditorView.theme({
  '&': { color: 'var(--text)', backgroundColor: 'var(--surface)', height: '100%' },
  '&.cm-focused': { outline: 'none' }, // the host shows the focus, gutters included
  '.cm-scroller': { fontFamily: 'var(--mono)', fontSize: 'var(--code-size)', lineHeight: '1.5' },
  '.cm-content': { caretColor: 'var(--text)', padding: '0.5rem 0' },
  '.cm-cursor': { borderLeftColor: 'var(--text)', borderLeftWidth: '2px' },
  '.cm-gutters': { backgroundColor: 'var(--surface)', color: 'var(--muted)', border: 'none' },
  '.cm-activeLine': { backgroundColor: 'var(--active-line)' },
  '.cm-activeLineGutter': { backgroundColor: 'var(--active-line)', color: 'var(--text)' },
  '& > .cm-scroller > .cm-selectionLayer .cm-selectionBackground': { backgroundColor: 'var(--selection)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground': { backgroundColor: 'var(--selection)' },
  '.cm-keyword': { color: 'var(--code-keyword)' },
  '.cm-string': { color: 'var(--code-string)' },
  '.cm-number': { color: 'var(--code-number)' },
  '.cm-comment': { color: 'var(--code-comment)', fontStyle: 'italic' },
  '.cm-definition': { color: 'var(--code-definition)' },
  '&.cm-focused .cm-nonmatchingBracket': { outline: '1px solid var(--state-blocked)' },
  '&.cm-focused .cm-matchingBracket': { backgroundColor: 'var(--selection)', outline: '1px solid var(--muted)' },
  '.cm-lintRange-error': { textDecoration: 'underline wavy var(--state-blocked) 1.5px', textUnderlineOffset: '3px' },
  '.cm-lintRange-warning': { textDecoration: 'underline wavy var(--state-wait-gil) 1.5px', textUnderlineOffset: '3px' },
  '.cm-flash': { backgroundColor: 'var(--selection)' },
  '.cm-dots': { minWidth: '0.9em', paddingRight: '3px' },
  '.cm-dots .cm-gutterElement, .cm-polls .cm-gutterElement': { display: 'flex', alignItems: 'center', gap: '2px' },
});

// Marks that the page puts on lines: a class for the whole line, a dot with a letter in the gutter, or a poll's dot in a
// gutter of its own; a text for all of them.
const setMarks = StateEffect.define();

class Dot extends GutterMarker {
  constructor(className, title, text) {
    super();
    this.className = className;
    this.title = title;
    this.text = text;
  }

  eq(other) {
    return other.className === this.className && other.title === this.title && other.text === this.text;
  }

  toDOM() {
    const dot = document.createElement('span');
    dot.className = `cm-dot ${this.className}`;
    dot.title = this.title;
    dot.textContent = this.text;
    return dot;
  }
}

const marksField = StateField.define({
  create: () => ({ lines: Decoration.none, dots: RangeSet.empty, polls: RangeSet.empty }),
  update(value, transaction) {
    for (const effect of transaction.effects) {
      if (effect.is(setMarks)) return buildMarks(transaction.state.doc, effect.value);
    }
    if (!transaction.docChanged) return value;
    const { changes } = transaction;
    return { lines: value.lines.map(changes), dots: value.dots.map(changes), polls: value.polls.map(changes) };
  },
  provide: (field) => EditorView.decorations.from(field, (value) => value.lines),
});

function buildMarks(doc, marks) {
  const lines = [];
  const dots = [];
  const polls = [];
  for (const { line, lineClass, dotClass, title = '', text = '', poll } of marks) {
    if (line < 1 || line > doc.lines) continue;
    const at = doc.line(line).from;
    if (lineClass) lines.push(Decoration.line({ class: lineClass, attributes: { title } }).range(at));
    if (dotClass) (poll ? polls : dots).push(new Dot(dotClass, title, text).range(at));
  }
  return { lines: Decoration.set(lines, true), dots: RangeSet.of(dots, true), polls: RangeSet.of(polls, true) };
}

// What is wrong in the text: underlined, with the message as a title. The page lists the messages below the editor, so
// the lint package's panel and tooltips would be 8 KB for nothing.
const setProblems = StateEffect.define();

const problemsField = StateField.define({
  create: () => Decoration.none,
  update(value, transaction) {
    for (const effect of transaction.effects) {
      if (effect.is(setProblems)) return effect.value;
    }
    return value.map(transaction.changes);
  },
  provide: (field) => EditorView.decorations.from(field),
});

/// To the next underlined place after the caret, from the last to the first.
function nextProblem(view) {
  const { from } = view.state.selection.main;
  let first = null;
  let next = null;
  for (const at = view.state.field(problemsField).iter(); at.value; at.next()) {
    first ??= at.from;
    if (at.from > from) next ??= at.from;
  }
  if (first === null) return false;
  view.dispatch({ selection: { anchor: next ?? first }, scrollIntoView: true });
  return true;
}

function position(doc, line, column) {
  const found = doc.line(Math.min(Math.max(line, 1), doc.lines));
  return Math.min(found.from + Math.max(column, 0), found.to);
}

/// Puts the editor in the place of `textarea`, which is hidden.
///
/// options: label (accessible name), describedBy (id), onChange(text), onRun(), onStop() -> handled?
export function createEditor(textarea, { label, describedBy, onChange, onRun, onStop }) {
  const readOnly = new Compartment();
  const attributes = { 'aria-label': label };
  if (describedBy) attributes['aria-describedby'] = describedBy;
  const { value, selectionStart, selectionEnd, scrollTop } = textarea;
  const focused = document.activeElement === textarea;

  const state = EditorState.create({
    doc: value,
    selection: EditorSelection.single(selectionStart, selectionEnd),
    extensions: [
      Prec.highest(keymap.of([
        { key: 'Mod-Enter', run: () => { onRun(); return true; } },
        { key: 'Escape', run: () => onStop() },
      ])),
      lineNumbers(),
      gutter({ class: 'cm-polls', markers: (view) => view.state.field(marksField).polls }),
      gutter({ class: 'cm-dots', markers: (view) => view.state.field(marksField).dots }),
      highlightSpecialChars(),
      history(),
      drawSelection(),
      EditorState.tabSize.of(4),
      language,
      highlightActiveLine(),
      highlightActiveLineGutter(),
      keymap.of([
        { key: 'Tab', run: indentMore, shift: indentLess },
        { key: 'F8', run: nextProblem },
        ...keys, ...historyKeymap,
      ]),
      theme,
      marksField,
      problemsField,
      readOnly.of([]),
      EditorView.contentAttributes.of({ ...attributes, tabindex: '0', spellcheck: 'false', autocapitalize: 'off', autocorrect: 'off' }),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) onChange(update.state.doc.toString());
      }),
    ],
  });

  const host = document.createElement('div');
  host.className = 'editor-host';
  textarea.after(host);
  const view = new EditorView({ state, parent: host });
  textarea.hidden = true;
  view.scrollDOM.scrollTop = scrollTop;
  if (focused) view.focus();
  let marked = null;

  return {
    text: () => view.state.doc.toString(),

    /// Replaces the whole text; undo brings the old one back.
    setText(text) {
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text }, selection: { anchor: 0 }, scrollIntoView: true });
    },

    /// diagnostics: [{line, column, endLine, endColumn, message, severity: 'error' | 'warning'}]
    setDiagnostics(diagnostics) {
      const { doc } = view.state;
      const ranges = diagnostics.flatMap(({ line, column, endLine, endColumn, message, severity }) => {
        let from = position(doc, line, column);
        let to = Math.max(position(doc, endLine, endColumn), from);
        // Something of no width would be invisible: show the character beside it.
        if (from === to) {
          if (to < doc.lineAt(to).to) to += 1;
          else if (from > doc.lineAt(from).from) from -= 1;
        }
        // Of an empty text nothing can be underlined.
        return from < to ? [Decoration.mark({ class: `cm-lintRange-${severity}`, attributes: { title: message } }).range(from, to)] : [];
      });
      view.dispatch({ effects: setProblems.of(Decoration.set(ranges, true)) });
    },

    /// marks: [{line, lineClass?, dotClass?, title?}]; they replace those before. A line with a class that was none before
    /// is brought into sight, by the editor's own scrolling alone.
    setMarks(marks) {
      view.dispatch({ effects: setMarks.of(marks) });
      const line = marks.find(({ lineClass }) => lineClass)?.line ?? null;
      if (line === marked || line === null || line > view.state.doc.lines) return;
      marked = line;
      const { top, bottom } = view.lineBlockAt(view.state.doc.line(line).from);
      const { scrollTop, clientHeight } = view.scrollDOM;
      const margin = 2 * view.defaultLineHeight;
      if (top < scrollTop + margin || bottom > scrollTop + clientHeight - margin) {
        view.scrollDOM.scrollTop = (top + bottom - clientHeight) / 2;
      }
    },

    /// Puts the caret there, in sight, and focuses the editor.
    jump(line, column) {
      const at = position(view.state.doc, line, column);
      view.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(at, { y: 'center' }) });
      view.focus();
    },

    setReadOnly(on) {
      view.dispatch({ effects: readOnly.reconfigure(on ? EditorState.readOnly.of(true) : []) });
    },

    focus: () => view.focus(),

    /// Gives the textarea back, with the text as it is now.
    destroy() {
      textarea.value = view.state.doc.toString();
      view.destroy();
      host.remove();
      textarea.hidden = false;
    },
  };
}
