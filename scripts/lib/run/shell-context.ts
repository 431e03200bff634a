// SPDX-License-Identifier: MIT
/**
 * Where in a shell text one is: follows quotes, substitutions, comments and here-documents, so that a quoted word is
 * only ever put where the shell reads it as a word of its own.
 */
export interface ShellScanner {
  /** Goes on over a stretch of text that stands in the template as it is. */
  feed(text: string): void;
  /** Returns why no quoted word may stand here, or undefined when one may. Also steps over that word. */
  word(): string | undefined;
  /** A copy that goes on by itself (the other branch of a block). */
  fork(): ShellScanner;
}

type Context =
  | 'plain'
  | 'paren'
  | 'substitution'
  | 'single'
  | 'double'
  | 'ansi'
  | 'backtick'
  | 'brace'
  | 'arithmetic'
  | 'comment'
  | 'heredoc';

interface State {
  stack: Context[];
  /** The character before, when it is not escaped or quoted; '' at the begin of a word. */
  before: string;
  pendingHeredocs: { readonly end: string; readonly tabs: boolean }[];
  heredocLine: string;
}

/** Contexts in which the words around a value are not read by the shell as it reads a command line. */
const REFUSED: Readonly<Partial<Record<Context, string>>> = {
  single: 'inside single quotes',
  double: 'inside double quotes',
  ansi: "inside $'...'",
  backtick: 'inside backticks',
  brace: 'inside ${...}',
  arithmetic: 'inside ((...)), where bash evaluates text',
  heredoc: 'inside a here-document',
};

/** Returns a scanner at the begin of a shell text. */
export function startShellScan(): ShellScanner {
  return scannerOf({ stack: ['plain'], before: '', pendingHeredocs: [], heredocLine: '' });
}

function scannerOf(state: State): ShellScanner {
  return {
    feed: (text) => {
      for (let i = 0; i < text.length; ) i += step(state, text, i);
    },
    word: () => {
      const refused = state.stack.map((c) => REFUSED[c]).find((why) => why !== undefined);
      if (refused !== undefined) return refused;
      if (state.before === '\\') return 'right behind a backslash';
      if (state.before === '$') return 'right behind a $';
      if (state.pendingHeredocs.some((h) => h.end === '')) return 'as the end word of a here-document';
      if (top(state) !== 'comment') state.before = 'x';
      return undefined;
    },
    fork: () => scannerOf({ ...state, stack: [...state.stack], pendingHeredocs: [...state.pendingHeredocs] }),
  };
}

function top(state: State): Context {
  return state.stack.at(-1) ?? 'plain';
}

/** Reads what stands at i; returns how many characters that was. */
function step(state: State, text: string, i: number): number {
  const c = text[i] ?? '';
  switch (top(state)) {
    case 'single':
      if (c === "'") leave(state);
      return 1;
    case 'ansi':
      if (c === '\\') return 2;
      if (c === "'") leave(state);
      return 1;
    case 'comment':
      if (c !== '\n') return 1;
      state.stack.pop();
      return newline(state);
    case 'heredoc':
      return heredocStep(state, c);
    case 'double':
      if (c === '"') return leave(state);
      return expansionStep(state, text, i);
    case 'brace':
      if (c === '}') return leave(state);
      if (c === "'" || c === '"') return enter(state, c === "'" ? 'single' : 'double', 1);
      return expansionStep(state, text, i);
    case 'backtick':
      if (c === '`') return leave(state);
      return c === '\\' ? 2 : 1;
    case 'arithmetic':
      if (text.startsWith('))', i)) {
        leave(state);
        return 2;
      }
      return expansionStep(state, text, i);
    case 'plain':
    case 'paren':
    case 'substitution':
      return commandStep(state, text, i);
  }
}

function enter(state: State, context: Context, length: number): number {
  state.stack.push(context);
  state.before = '';
  return length;
}

function leave(state: State): number {
  state.stack.pop();
  state.before = 'x';
  return 1;
}

/** What is special inside double quotes too. */
function expansionStep(state: State, text: string, i: number): number {
  const c = text[i] ?? '';
  if (c === '\\') return 2;
  if (c === '`') return enter(state, 'backtick', 1);
  if (text.startsWith('$((', i)) return enter(state, 'arithmetic', 3);
  if (text.startsWith('$(', i)) return enter(state, 'substitution', 2);
  if (text.startsWith('${', i)) return enter(state, 'brace', 2);
  return 1;
}

function commandStep(state: State, text: string, i: number): number {
  const c = text[i] ?? '';
  const { before } = state;
  if (c === '\\') {
    state.before = i + 1 < text.length ? 'x' : '\\';
    return 2;
  }
  if (c === "'") return enter(state, before === '$' ? 'ansi' : 'single', 1);
  if (c === '"') return enter(state, 'double', 1);
  const isWordStart = before === '' || /[\s;&|()<>]/.test(before);
  if (c === '#' && isWordStart) return enter(state, 'comment', 1);
  if (text.startsWith('((', i) && isWordStart) return enter(state, 'arithmetic', 2);
  if (c === '(') return enter(state, 'paren', 1);
  if (c === ')' && state.stack.length > 1) return leave(state);
  if (c === '\n') return newline(state);
  const heredoc = /^<<(-?)[ \t]*(\\?[^\s;&|<>()]*)/.exec(text.slice(i));
  if (heredoc !== null && text[i + 2] !== '<') {
    state.pendingHeredocs.push({ end: (heredoc[2] ?? '').replace(/['"\\]/g, ''), tabs: heredoc[1] === '-' });
    state.before = 'x';
    return heredoc[0].length;
  }
  if (text.startsWith('<<<', i)) {
    state.before = '<';
    return 3;
  }
  const length = expansionStep(state, text, i);
  if (length === 1 && top(state) !== 'backtick') state.before = c;
  return length;
}

function newline(state: State): number {
  state.before = '';
  if (state.pendingHeredocs.length > 0) {
    state.heredocLine = '';
    state.stack.push('heredoc');
  }
  return 1;
}

function heredocStep(state: State, c: string): number {
  if (c !== '\n') {
    state.heredocLine += c;
    return 1;
  }
  const pending = state.pendingHeredocs[0];
  const line = pending?.tabs === true ? state.heredocLine.replace(/^\t+/, '') : state.heredocLine;
  state.heredocLine = '';
  if (line === pending?.end) state.pendingHeredocs.shift();
  if (state.pendingHeredocs.length === 0) state.stack.pop();
  return 1;
}
