// SPDX-License-Identifier: MIT
// The oracle: lists the whole product of all lines and tests every rule on every configuration. It shares no code with
// the engine: own equality, own fractions, own conditions.
import type { Cell, Condition, RandomSpace, Row, SpaceLine } from './random-space.ts';

export interface BruteForce {
  /** Configurations as NAME=key texts, in order. */
  readonly configurations: readonly string[];
  readonly raw: number;
  readonly conditioned: number;
  /** Left after the first k rules, k from 1. */
  readonly afterRules: readonly number[];
}

interface Fraction {
  readonly top: bigint;
  readonly bottom: bigint;
}

function fraction(top: bigint, bottom: bigint): Fraction {
  return bottom < 0n ? { top: -top, bottom: -bottom } : { top, bottom };
}

/** Numbers of the random files have at most two decimals behind the point. */
function numberOf(cell: Cell): Fraction | undefined {
  return cell.kind === 'number' ? { top: BigInt(Math.round(Number(cell.text) * 100)), bottom: 100n } : undefined;
}

function keyOf(cell: Cell): string {
  const number = numberOf(cell);
  return number === undefined ? `${cell.kind} ${cell.text}` : `number ${number.top}`;
}

type Values = ReadonlyMap<string, Cell>;

/** What a condition comes to: a cell, a fraction, or nothing. */
type Term = Cell | Fraction | undefined;

function isFraction(term: Term): term is Fraction {
  return term !== undefined && 'top' in term;
}

function termOf(condition: Condition, values: Values): Term {
  switch (condition.op) {
    case 'symbol':
      return values.get(condition.name);
    case 'literal':
      return condition.cell;
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
      return arithmetic(condition.op, asNumber(termOf(condition.a, values)), asNumber(termOf(condition.b, values)));
    default:
      return { kind: 'tristate', text: holds(condition, values) ? 'y' : 'n' };
  }
}

function asNumber(term: Term): Fraction | undefined {
  return term === undefined || isFraction(term) ? term : numberOf(term);
}

function arithmetic(op: string, a: Fraction | undefined, b: Fraction | undefined): Fraction | undefined {
  if (a === undefined || b === undefined) return undefined;
  if (op === '+') return fraction(a.top * b.bottom + b.top * a.bottom, a.bottom * b.bottom);
  if (op === '-') return fraction(a.top * b.bottom - b.top * a.bottom, a.bottom * b.bottom);
  if (op === '*') return fraction(a.top * b.top, a.bottom * b.bottom);
  if (b.top === 0n) return undefined;
  const quotient = fraction(a.top * b.bottom, a.bottom * b.top);
  if (op === '/') return quotient;
  const down = quotient.top / quotient.bottom;
  const floor = quotient.top % quotient.bottom < 0n ? down - 1n : down;
  return arithmetic('-', a, { top: floor * b.top, bottom: b.bottom });
}

const ORDER = 'nmy';

/** -1, 0, 1; undefined when the two have no order and are not equal. */
function compare(a: Cell | Fraction, b: Cell | Fraction): number | undefined {
  const x = asNumber(a);
  const y = asNumber(b);
  if (x !== undefined && y !== undefined) {
    const difference = x.top * y.bottom - y.top * x.bottom;
    return difference < 0n ? -1 : difference > 0n ? 1 : 0;
  }
  if (isFraction(a) || isFraction(b) || a.kind !== b.kind) return undefined;
  if (a.kind === 'tristate') return Math.sign(ORDER.indexOf(a.text) - ORDER.indexOf(b.text));
  return a.text < b.text ? -1 : a.text > b.text ? 1 : 0;
}

function holds(condition: Condition, values: Values): boolean {
  switch (condition.op) {
    case '!':
      return !holds(condition.a, values);
    case '&&':
      return holds(condition.a, values) && holds(condition.b, values);
    case '||':
      return holds(condition.a, values) || holds(condition.b, values);
    case '=':
    case '!=':
    case '<':
    case '<=':
    case '>':
    case '>=':
      return comparisonHolds(condition.op, termOf(condition.a, values), termOf(condition.b, values));
    default:
      return truth(termOf(condition, values));
  }
}

function comparisonHolds(op: string, a: Term, b: Term): boolean {
  if (a === undefined || b === undefined) return op === '!=';
  const order = compare(a, b);
  if (op === '=') return order === 0;
  if (op === '!=') return order !== 0;
  if (order === undefined) return false;
  if (op === '<') return order < 0;
  if (op === '<=') return order <= 0;
  return op === '>' ? order > 0 : order >= 0;
}

function truth(term: Term): boolean {
  if (term === undefined) return false;
  const number = asNumber(term);
  if (number !== undefined) return number.top !== 0n;
  const { kind, text } = term as Cell; // a fraction is a number
  return kind === 'tristate' ? text !== 'n' : text !== '';
}

interface Option {
  readonly line: SpaceLine | undefined;
  readonly row: Row;
}

/** All rows of all lines of a symbol, equal rows of a line once, and absent. */
function optionsOf(lines: readonly SpaceLine[]): Option[] {
  const options: Option[] = [];
  for (const line of lines) {
    const seen = new Set<string>();
    for (const row of line.rows) {
      const key = row.map((cell) => (cell === undefined ? '-' : keyOf(cell))).join('\u0000');
      if (!seen.has(key)) options.push({ line, row });
      seen.add(key);
    }
  }
  return [...options, { line: undefined, row: [] }];
}

/** Enumerates the space and counts, as slowly as can be. */
export function bruteForce(space: RandomSpace): BruteForce {
  const blocks = new Map<string, SpaceLine[]>();
  for (const line of space.lines) blocks.set(line.names.join(','), [...(blocks.get(line.names.join(',')) ?? []), line]);
  const lists = [...blocks.values()];
  const options = lists.map(optionsOf);
  const fixed = lists.map((lines) => isAlwaysTheSame(lines, space.lines));
  const raw = options.reduce((product, list, i) => (fixed[i] === true ? product : product * (list.length - 1)), 1);
  const found = new Map<string, Values>();
  const visit = (at: number, chosen: readonly Option[], values: Map<string, Cell>): void => {
    const list = options[at];
    if (list === undefined) {
      const isConsistent = chosen.every((option, i) => option.line === firstLine(lists[i] ?? [], values));
      if (isConsistent)
        found.set([...values].map(([name, cell]) => `${name}=${keyOf(cell)}`).join('\n'), new Map(values));
      return;
    }
    for (const option of list) {
      const next = new Map(values);
      for (const [i, name] of (option.line?.names ?? []).entries()) {
        const cell = option.row[i];
        if (cell !== undefined) next.set(name, cell);
      }
      visit(at + 1, [...chosen, option], next);
    }
  };
  visit(0, [], new Map());
  let left = [...found];
  const conditioned = left.length;
  const afterRules = space.rules.map((rule) => {
    left = left.filter(([, values]) => holds(rule.condition, values) === (rule.kind === 'depends'));
    return left.length;
  });
  return { configurations: left.map(([key]) => key), raw, conditioned, afterRules };
}

function firstLine(lines: readonly SpaceLine[], values: Values): SpaceLine | undefined {
  return lines.find((line) => line.condition === undefined || holds(line.condition, values));
}

/** Symbols that are the same in all configurations are no axis; their values do not count. */
function isAlwaysTheSame(lines: readonly SpaceLine[], all: readonly SpaceLine[]): boolean {
  const constant = new Map<string, Cell | undefined>();
  for (const block of new Set(all.map((line) => line.names.join(',')))) {
    const own = all.filter((line) => line.names.join(',') === block);
    const isKnown = (line: SpaceLine): boolean =>
      line.condition === undefined || namesOf(line.condition).every((name) => constant.has(name));
    const values = new Map([...constant].filter((entry): entry is [string, Cell] => entry[1] !== undefined));
    const line = own.find((l) => !isKnown(l) || l.condition === undefined || holds(l.condition, values));
    const isSame = line === undefined || (isKnown(line) && optionsOf([line]).length === 2);
    if (isSame) for (const [i, name] of (own[0]?.names ?? []).entries()) constant.set(name, line?.rows[0]?.[i]);
    if (own[0] === lines[0]) return isSame;
  }
  return false;
}

function namesOf(condition: Condition): string[] {
  if (condition.op === 'symbol') return [condition.name];
  if (condition.op === 'literal') return [];
  return condition.op === '!' ? namesOf(condition.a) : [...namesOf(condition.a), ...namesOf(condition.b)];
}
