// SPDX-License-Identifier: MIT
// What a range file asks of a tree, looked at before anything is expanded.
import { CONFIG_PREFIX } from '../core/configuration-name.ts';
import type { Code } from '../core/codes.ts';
import type { Diagnostic } from '../core/diagnostic.ts';
import { nearest } from '../core/nearest.ts';
import type { Span } from '../core/source.ts';
import type { KOrigin } from './complete.ts';
import { Evaluation } from './evaluation.ts';
import { boundValue } from './evaluate.ts';
import { type KSymbol, type KTree, isLogical } from './model.ts';
import { isNumberOf, readC, readPython, type Whole } from './number-text.ts';
import { triOfText } from './user-values.ts';

/** A line of a range file about a symbol of the tree, with every value it may take. */
export interface KLineToCheck {
  /** With CONFIG_ in front. */
  readonly name: string;
  readonly span: Span;
  readonly origin: KOrigin;
  /** Whether every configuration has the symbol: the line has no condition, and no empty cell. */
  readonly always: boolean;
  /** The texts of the values, without quotes and escapes, and where they stand. */
  readonly values: readonly { readonly text: string; readonly span: Span }[];
}

/** Trouble with one line. */
interface LineFinding {
  readonly code: Code;
  readonly message: string;
  readonly span: Span;
  readonly hint?: string;
}

/**
 * Returns an error for each swept line that cannot work, and one warning for all fixed and sourced lines that set
 * nothing. Names without CONFIG_ are none of the tree's.
 */
export function checkLines(lines: readonly KLineToCheck[], tree: KTree): Diagnostic[] {
  const evaluation = new Evaluation(tree);
  const own = lines.filter(({ name }) => name.startsWith(CONFIG_PREFIX));
  const errors: Diagnostic[] = [];
  const idle: { name: string; finding: LineFinding }[] = [];
  for (const line of own) {
    const findings = findingsOf(line, tree, evaluation);
    if (line.origin === 'swept') errors.push(...findings.map((finding): Diagnostic => ({ ...finding })));
    else if (findings[0] !== undefined) idle.push({ name: line.name, finding: findings[0] });
  }
  errors.push(...rivals(own, tree));
  return idle.length === 0 ? errors : [...errors, idleWarning(idle)];
}

function findingsOf(line: KLineToCheck, tree: KTree, evaluation: Evaluation): LineFinding[] {
  const symbol = tree.byName.get(line.name.slice(CONFIG_PREFIX.length));
  if (symbol === undefined || symbol.nodes.length === 0) return [unknown(line, tree)];
  if (symbol.prompts.length === 0) return [withoutPrompt(line, symbol)];
  const findings: LineFinding[] = [];
  for (const value of line.values) {
    // The values of a range share one place, and are told once.
    if (findings.at(-1)?.span.offset === value.span.offset) continue;
    const finding = wrongType(line.name, value, symbol, tree) ?? outOfRange(line.name, value, symbol, evaluation);
    if (finding !== undefined) findings.push(finding);
  }
  return findings;
}

function unknown({ name, span }: KLineToCheck, tree: KTree): LineFinding {
  const defined = [...tree.byName.values()].filter(({ nodes }) => nodes.length > 0).map((symbol) => symbol.name);
  const near = nearest(name.slice(CONFIG_PREFIX.length), defined).map((each) => CONFIG_PREFIX + each);
  const hint =
    near.length > 0
      ? `did you mean ${near.join(' or ')}?`
      : 'correct the name, or leave CONFIG_ away where the tree need not know it';
  return { code: 'E_KCONFIG_SYMBOL', message: `the Kconfig tree has no symbol ${name}`, span, hint };
}

function withoutPrompt({ name, span }: KLineToCheck, symbol: KSymbol): LineFinding {
  const sources = [...new Set(symbol.selectedBy.map(({ by }) => CONFIG_PREFIX + by.name))].slice(0, 3);
  const hint =
    sources.length > 0
      ? `sweep what selects it instead: ${sources.join(', ')}`
      : 'it is what its defaults make of other symbols: sweep those instead';
  return {
    code: 'E_KCONFIG_PROMPT',
    message: `${name} has no prompt in the Kconfig tree, so nobody can set it`,
    span,
    hint,
  };
}

const FORMS = {
  bool: 'y or n',
  tristate: 'y, m or n',
  int: 'a whole number',
  hex: 'a hexadecimal number such as 0x1f',
} as const;

function wrongType(
  name: string,
  { text, span }: KLineToCheck['values'][number],
  { type }: KSymbol,
  { dialect }: KTree,
): LineFinding | undefined {
  if (type === 'string' || type === 'unknown') return undefined;
  const isRight =
    type === 'int' || type === 'hex'
      ? isNumberOf(type, text, dialect)
      : /^[ymn]$/.test(text) && (type === 'tristate' || triOfText(text) !== 1);
  if (isRight) return undefined;
  return {
    code: 'E_KCONFIG_VALUE',
    message: `${name} is ${type} in the Kconfig tree, and \`${text.slice(0, 40)}\` is not`,
    span,
    hint: `write ${FORMS[type]}`,
  };
}

/** Only a range that always holds and has constant bounds can be judged before completing. */
function outOfRange(
  name: string,
  { text, span }: KLineToCheck['values'][number],
  symbol: KSymbol,
  evaluation: Evaluation,
): LineFinding | undefined {
  const [range] = symbol.ranges;
  if (isLogical(symbol.type) || range === undefined || !range.always) return undefined;
  if (range.low.nodes.length > 0 || range.high.nodes.length > 0) return undefined;
  const value = numberOf(text, symbol, evaluation);
  const low = boundValue(range.low, symbol, evaluation);
  const high = boundValue(range.high, symbol, evaluation);
  if (low <= value && value <= high) return undefined;
  const message = `${name}=${text} is outside of its range in the Kconfig tree, ${range.low.name} to ${range.high.name}`;
  return { code: 'E_KCONFIG_RANGE', message, span, hint: 'choose a value inside, or widen the range in the tree' };
}

function numberOf(text: string, { type }: KSymbol, { tree }: Evaluation): Whole {
  const base = type === 'int' ? 10 : 16;
  return tree.dialect === '6.1' ? (readPython(text, base) ?? 0) : readC(text, base).value;
}

/** Two swept members of a choice that are both always y: one of them never is. */
function rivals(lines: readonly KLineToCheck[], tree: KTree): Diagnostic[] {
  const first = new Map<number, KLineToCheck>();
  const errors: Diagnostic[] = [];
  for (const line of lines) {
    const choice = tree.byName.get(line.name.slice(CONFIG_PREFIX.length))?.choice;
    if (choice === undefined || line.origin !== 'swept' || !isAlwaysOn(line)) continue;
    const other = first.get(choice.index);
    if (other === undefined) first.set(choice.index, line);
    else if (other.name !== line.name) errors.push(rivalError(line, other, choice.node.prompt?.text ?? ''));
  }
  return errors;
}

function isAlwaysOn({ always, values }: KLineToCheck): boolean {
  return always && values.length > 0 && values.every(({ text }) => text === 'y');
}

function rivalError(line: KLineToCheck, other: KLineToCheck, choice: string): Diagnostic {
  return {
    code: 'E_KCONFIG_MEMBERS',
    message: `${line.name} and ${other.name} are members of one choice, "${choice}", and cannot both be y`,
    span: line.span,
    notes: [{ message: `${other.name} is y here`, span: other.span }],
    hint: 'keep one of the lines',
  };
}

/** Lines that a grouped warning names. */
const SHOWN_IDLE = 5;

function idleWarning(idle: readonly { readonly name: string; readonly finding: LineFinding }[]): Diagnostic {
  const names = idle.slice(0, SHOWN_IDLE).map(({ name }) => name);
  const rest = idle.length - names.length;
  const first = idle[0]?.finding;
  return {
    code: 'W_KCONFIG_LINES',
    message: `${idle.length === 1 ? 'a line' : `${idle.length} lines`} that nothing sweeps set nothing in the Kconfig tree: ${names.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`,
    ...(first === undefined ? {} : { span: first.span }),
    notes: idle.slice(0, SHOWN_IDLE).map(({ finding }) => ({ message: finding.message, span: finding.span })),
    hint: 'delete them, or correct their names and values',
  };
}
