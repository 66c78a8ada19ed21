// Python for the editor: colours and indentation by tokens alone. A parser of the whole grammar would be a sixth of
// what the editor weighs, and the engine checks the syntax anyway.

const words = (text) => new Set(text.split(' '));
const KEYWORDS = words('and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield');
const CONSTANTS = words('True False None');
const LEAVES = words('return raise break continue pass');
const NUMBER = /^(?:0[xX][\da-fA-F_]+|0[bB][01_]+|0[oO][0-7_]+|(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][+-]?\d[\d_]*)?[jJ]?)/;
const WORD = /^[\p{L}_][\p{L}\p{N}_]*/u;
// `match`, `case` and `type` are keywords where a statement begins and goes on like one of theirs.
const SOFT_KEYWORD = /^(?:(?:match|case)\b(?=\s*[^\s=.,:)\]].*:\s*(?:#.*)?$)|type\b(?=\s+[\p{L}_]))/u;

/** What a program begins with. */
export const startState = () => ({
  inside: [], // open strings, replacement fields and brackets, from outside in
  indent: 0, // of the line on which the statement begins
  begins: true, // is the next token a statement's first?
  block: false, // did the statement end with a colon?
  leaves: false, // does nothing follow the statement in its block?
  names: false, // does the next word get its meaning here?
});

/// The rest of a string as far as it is one piece.
function string(stream, state, open) {
  const { quote, raw, format } = open;
  while (!stream.eol()) {
    if (stream.match(quote)) {
      state.inside.pop();
      return 'string';
    }
    if (format && stream.match('{{')) continue;
    if (format && stream.peek() === '{') {
      if (stream.pos > stream.start) return 'string';
      stream.next();
      state.inside.push({ field: true });
      return null;
    }
    // A backslash keeps the next character from ending the string, in raw ones too.
    if (stream.next() === '\\' && (raw || !format || stream.peek() !== '{')) stream.next();
  }
  if (quote.length === 1 && !stream.string.endsWith('\\')) state.inside.pop();
  return 'string';
}

function next(stream, state) {
  let top = state.inside.at(-1);
  if (top?.quote) return string(stream, state, top);
  if (stream.eatSpace()) return null;
  if (stream.match(/^#.*/)) return 'comment';
  if (stream.match(/^\\$/)) {
    state.continued = true;
    return null;
  }
  const { begins } = state;
  if (begins) {
    if (!state.semicolon) state.indent = stream.indentation();
    Object.assign(state, { begins: false, leaves: false, semicolon: false });
  }
  state.block = false;
  const prefix = stream.match(/^([a-zA-Z]{0,2})("""|'''|"|')/, false);
  if (prefix && /^(?:[bft]?r|r?[bft]|u|)$/i.test(prefix[1])) {
    stream.match(prefix[0]);
    state.inside.push({ quote: prefix[2], raw: /r/i.test(prefix[1]), format: /[ft]/i.test(prefix[1]) });
    return 'string';
  }
  if (stream.match(NUMBER)) return 'number';
  if (begins && stream.match(/^@[\w.]*/)) return 'definition';
  if (begins && stream.match(SOFT_KEYWORD)) return 'keyword';
  if (stream.match(WORD)) {
    const word = stream.current();
    const named = state.names;
    state.names = word === 'def' || word === 'class';
    if (named) return 'definition';
    if (begins) state.leaves = LEAVES.has(word);
    if (stream.string[stream.start - 1] === '.') return null;
    return CONSTANTS.has(word) ? 'number' : KEYWORDS.has(word) ? 'keyword' : null;
  }
  const char = stream.next();
  if ('([{'.includes(char)) {
    state.inside.push({ bracket: char, line: state.inside.length ? stream.indentation() : state.indent });
  } else if (')]}'.includes(char)) {
    if (top) state.inside.pop();
  } else if (top?.field && (char === ':' || (char === '!' && stream.peek() !== '='))) {
    state.inside.pop(); // what follows is how to format it: text again
  } else if (!top && char === ':') {
    state.block = true;
  } else if (!top && char === ';') {
    Object.assign(state, { begins: true, semicolon: true });
  }
  return null;
}

export const copyState = (state) => ({ ...state, inside: state.inside.map((open) => ({ ...open })) });

/** Reads on by a token or some space; gives what it is, where that has a colour. */
export function token(stream, state) {
  if (stream.sol()) {
    if (!state.inside.length && !state.continued) Object.assign(state, { begins: true, semicolon: false, names: false });
    state.continued = false;
  }
  return next(stream, state);
}

/** The column of the line that begins with `after`, where the text before it leaves this state; null: in a string. */
export function indent(state, after, unit) {
  const top = state.inside.at(-1);
  if (top?.quote) return null;
  if (top) {
    const line = top.line ?? state.indent;
    return /^[)\]}]/.test(after) ? line : line + unit;
  }
  if (state.block) return state.indent + unit;
  const closes = state.leaves || /^(?:else\s*:|elif\b|except\b|finally\s*:)/.test(after);
  return closes ? Math.max(state.indent - unit, 0) : state.indent;
}

/** A line that was typed so far may have to be moved. */
export const MOVES = /^\s*(?:[)\]}]|else:|elif |except(?: |:)|finally:)$/;
