// SPDX-License-Identifier: MIT
// The lines behind config, choice, menu and comment: types, prompts, defaults, dependencies.
import {
  both,
  expectEnd,
  LineFault,
  parseKExpr,
  parseOperand,
  takeCondition,
  takeName,
  type TokenCursor,
} from './conditions.ts';
import type { KNode, SymbolType } from './model.ts';
import { type Parsing, report, stretch } from './parsing.ts';
import type { Source, Span } from '../core/source.ts';

/** One line that says something about the entry it stands behind. */
export interface OptionLine {
  readonly cursor: TokenCursor;
  readonly source: Source;
  readonly span: Span;
}

type Handler = (parsing: Parsing, node: KNode, line: OptionLine) => void;

const TYPES: ReadonlyMap<string, SymbolType> = new Map(
  (['bool', 'tristate', 'int', 'hex', 'string'] as const).map((type) => [type, type]),
);

/** Words that start such a line, and what they do. `help` is not here: its text is skipped by the lexer. */
const OPTIONS: ReadonlyMap<string, Handler> = new Map<string, Handler>([
  ...[...TYPES].map(([word, type]): [string, Handler] => [
    word,
    (parsing, node, line) => readType(parsing, node, line, type),
  ]),
  ...[...TYPES].map(([word, type]): [string, Handler] => [
    `def_${word}`,
    (parsing, node, line) => readTypedDefault(parsing, node, line, type),
  ]),
  ['prompt', readPrompt],
  ['default', readDefault],
  ['depends', readDepends],
  ['select', (parsing, node, line) => readTarget(parsing, node, line, node.selects)],
  ['imply', (parsing, node, line) => readTarget(parsing, node, line, node.implies)],
  ['range', readRange],
  ['visible', readVisible],
  ['modules', readModules],
  ['option', readOldOption],
  ['optional', readOptional],
]);

/** Tells whether a word starts a line about an entry. */
export function isOptionWord(word: string): boolean {
  return OPTIONS.has(word);
}

/** Reads one such line into its entry; throws LineFault where it is not well-formed. */
export function readOption(parsing: Parsing, node: KNode, word: string, line: OptionLine): void {
  const handler = OPTIONS.get(word);
  if (handler === undefined) throw new Error(`internal: no option ${word}`);
  const allowed = node.kind === 'symbol' || ALLOWED[node.kind].has(word);
  if (!allowed) throw new LineFault(`a ${node.kind} takes no \`${word}\``, line.cursor.tokens[0]);
  handler(parsing, node, line);
  expectEnd(line.cursor);
}

const ALLOWED = {
  choice: new Set(['bool', 'tristate', 'prompt', 'default', 'depends', 'optional']),
  menu: new Set(['depends', 'visible']),
  comment: new Set(['depends']),
  if: new Set<string>(),
} as const;

function readType(parsing: Parsing, node: KNode, line: OptionLine, type: SymbolType): void {
  setType(parsing, node, line, type);
  if (line.cursor.next < line.cursor.tokens.length) readPrompt(parsing, node, line);
}

function readTypedDefault(parsing: Parsing, node: KNode, line: OptionLine, type: SymbolType): void {
  setType(parsing, node, line, type);
  readDefault(parsing, node, line);
}

/** Of two types the first one counts for `conf`, the last one for Kconfiglib. */
function setType(parsing: Parsing, node: KNode, line: OptionLine, type: SymbolType): void {
  const typed = node.symbol ?? node.choice;
  if (typed === undefined || typed.type === type) return;
  if (typed.type !== 'unknown') {
    const kept = parsing.dialect === '6.12' ? typed.type : type;
    const name = node.symbol?.name ?? 'a choice';
    report(parsing, {
      code: 'W_KCONFIG_TREE',
      message: `${name} has two types, ${typed.type} and ${type}; ${kept} is taken`,
      span: line.span,
    });
    if (parsing.dialect === '6.12') return;
  }
  typed.type = type;
}

function readPrompt(parsing: Parsing, node: KNode, { cursor, span }: OptionLine): void {
  const text = takeText(cursor);
  const condition = takeCondition(cursor, parsing.table);
  node.prompt = {
    text: text.trim(),
    condition: node.prompt === undefined ? condition : eitherPrompt(parsing, node, condition),
    span,
  };
}

/** Two prompts in one place: either makes the symbol visible for `conf`, the last one alone for Kconfiglib. */
function eitherPrompt(
  parsing: Parsing,
  node: KNode,
  second: ReturnType<typeof takeCondition>,
): ReturnType<typeof takeCondition> {
  const first = node.prompt?.condition;
  if (parsing.dialect === '6.1') return second;
  return first === undefined || second === undefined ? undefined : { kind: 'or', of: [first, second] };
}

/** Reads a quoted text; prompts without quotes are refused. */
export function takeText(cursor: TokenCursor): string {
  const token = cursor.tokens[cursor.next];
  if (token?.kind !== 'text') throw new LineFault('expected a text in quotes', token);
  cursor.next += 1;
  return token.text;
}

function readDefault(parsing: Parsing, node: KNode, { cursor, span }: OptionLine): void {
  const value = parseKExpr(cursor, parsing.table, false);
  node.defaults.push({ value, condition: takeCondition(cursor, parsing.table), span });
}

/** Most conditions of one entry: joining them takes time that grows with their square. */
const MAX_DEPENDS = 1000;

function readDepends(parsing: Parsing, node: KNode, { cursor }: OptionLine): void {
  const on = cursor.tokens[cursor.next];
  if (on?.text !== 'on') throw new LineFault('expected `depends on CONDITION`', on);
  cursor.next += 1;
  if (node.depends?.kind === 'and' && node.depends.of.length > MAX_DEPENDS) {
    throw new LineFault('an entry depends on more than 1,000 conditions', on, true);
  }
  node.depends = both(node.depends, parseKExpr(cursor, parsing.table, true));
}

/** For the title of its menu `conf` takes a bare m as it stands; for the entries in it, as everywhere else. */
function readVisible(parsing: Parsing, node: KNode, { cursor }: OptionLine): void {
  const condition = takeCondition(cursor, parsing.table, parsing.dialect === '6.1');
  if (condition === undefined) throw new LineFault('expected `visible if CONDITION`', cursor.tokens[cursor.next]);
  node.visibleIf = both(node.visibleIf, condition);
}

function readTarget(parsing: Parsing, _node: KNode, { cursor, span }: OptionLine, list: KNode['selects']): void {
  const target = parsing.table.named(takeName(cursor));
  list.push({ target, condition: takeCondition(cursor, parsing.table), span });
}

function readRange(parsing: Parsing, node: KNode, { cursor, span }: OptionLine): void {
  const low = parseOperand(cursor, parsing.table);
  const high = parseOperand(cursor, parsing.table);
  const condition = takeCondition(cursor, parsing.table);
  node.ranges.push({ low, high, condition, always: condition === undefined, span });
}

function readModules(parsing: Parsing, node: KNode, { span }: OptionLine): void {
  if (parsing.modules !== undefined && parsing.modules !== node.symbol && parsing.dialect === '6.12') {
    const message = `${node.symbol?.name ?? ''} is a second symbol with \`modules\`, behind ${parsing.modules.name}`;
    report(parsing, {
      code: 'E_KCONFIG_SYNTAX',
      message,
      span,
      hint: 'one symbol of a tree may say whether there are modules',
    });
  }
  if (parsing.dialect === '6.12') parsing.modules = node.symbol;
}

/** `option modules`, `option env="X"` and others of before 5.0: what they did is done by macros today. */
function readOldOption(parsing: Parsing, node: KNode, line: OptionLine): void {
  const word = line.cursor.tokens[line.cursor.next];
  line.cursor.next = line.cursor.tokens.length;
  if (word?.text === 'modules') readModules(parsing, node, line);
  else if (word?.text === 'env') {
    const message = '`option env` is not known any more, so this symbol has no value from the environment';
    report(parsing, {
      code: 'W_KCONFIG_TREE',
      message,
      span: stretch(line.source, line.span.offset, line.span.offset + line.span.length),
      hint: 'write `default "$(NAME)"` instead',
    });
  } else if (word?.text !== 'allnoconfig_y' && word?.text !== 'defconfig_list') {
    throw new LineFault('expected modules, env, allnoconfig_y or defconfig_list', word);
  }
}

function readOptional(parsing: Parsing, node: KNode, line: OptionLine): void {
  if (node.choice === undefined) throw new LineFault('only a choice is `optional`', line.cursor.tokens[0]);
  if (parsing.dialect === '6.12') {
    const message = '`optional` is not known to the dialect 6.12: a choice has always one member';
    report(parsing, {
      code: 'E_KCONFIG_CHOICE',
      message,
      span: line.span,
      hint: 'set SWEEP_KCONFIG_DIALECT=6.1 for trees of before Linux 6.9',
    });
  }
  node.choice.optional = true;
}
