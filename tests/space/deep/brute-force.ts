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
  /** Left after all rules, helpers told apart. */
  readonly final: number;
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
  if (number !== undefined) return fractionKey(number);
  return cell.kind === 'null'
    ? 'null'
    : `${cell.kind} ${cell.kind === 'boolean' ? cell.text.toLowerCase() : cell.text}`;
}

function fractionKey({ top, bottom }: Fraction): string {
  return `number ${Number((Number(top) / Number(bottom)).toPrecision(12)) + 0}`;
}

/** A computed number has no notation. */
type Known = Cell | Fraction;
type Values = ReadonlyMap<string, Known>;

function knownKey(known: Known): string {
  return isFraction(known) ? fractionKey(known) : keyOf(known);
}

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
    case 'min':
    case 'max':
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
  if (op === 'min') return a.top * b.bottom <= b.top * a.bottom ? a : b;
  if (op === 'max') return a.top * b.bottom >= b.top * a.bottom ? a : b;
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

/** A boolean is its truth. */
function truthLetter({ kind, text }: Cell): string | undefined {
  if (kind === 'tristate') return text;
  return kind === 'boolean' ? (text.toLowerCase() === 'true' ? 'y' : 'n') : undefined;
}

/** -1, 0, 1; undefined when the two have no order and are not equal. */
function compare(a: Cell | Fraction, b: Cell | Fraction): number | undefined {
  const x = asNumber(a);
  const y = asNumber(b);
  if (x !== undefined && y !== undefined) {
    const difference = x.top * y.bottom - y.top * x.bottom;
    return difference < 0n ? -1 : difference > 0n ? 1 : 0;
  }
  if (isFraction(a) || isFraction(b)) return undefined;
  const [p, q] = [truthLetter(a), truthLetter(b)];
  if (p !== undefined && q !== undefined) return Math.sign(ORDER.indexOf(p) - ORDER.indexOf(q));
  if (a.kind !== b.kind) return undefined;
  if (a.kind === 'null') return 0;
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
  if (!isFraction(a) && a.kind === 'null') return false;
  if (order === undefined) return false;
  if (op === '<') return order < 0;
  if (op === '<=') return order <= 0;
  return op === '>' ? order > 0 : order >= 0;
}

function truth(term: Term): boolean {
  if (term === undefined) return false;
  const number = asNumber(term);
  if (number !== undefined) return number.top !== 0n;
  const cell = term as Cell; // a fraction is a number
  const letter = truthLetter(cell);
  if (letter !== undefined) return letter !== 'n';
  return cell.kind !== 'null' && cell.text !== '';
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
  const typed = withWords(space);
  for (const line of typed.lines) blocks.set(line.names.join(','), [...(blocks.get(line.names.join(',')) ?? []), line]);
  const lists = [...blocks.values()];
  const options = lists.map(optionsOf);
  const fixed = lists.map((lines) => lines[0]?.computed !== undefined || isAlwaysTheSame(lines, typed.lines));
  const raw = options.reduce((product, list, i) => (fixed[i] === true ? product : product * (list.length - 1)), 1);
  const found = new Map<string, Values>();
  const visit = (at: number, chosen: readonly Option[], values: Map<string, Known>): void => {
    const list = options[at];
    const own = lists[at] ?? [];
    if (own[0]?.computed !== undefined) {
      const next = new Map(values);
      const value = computedValue(own, values);
      if (value !== undefined) next.set(own[0].names[0] ?? '', value);
      visit(at + 1, [...chosen, { line: firstLine(own, values), row: [] }], next);
      return;
    }
    if (list === undefined) {
      const isConsistent = chosen.every(
        (option, i) => lists[i]?.[0]?.computed !== undefined || option.line === firstLine(lists[i] ?? [], values),
      );
      if (isConsistent)
        found.set([...values].map(([name, cell]) => `${name}=${knownKey(cell)}`).join('\n'), new Map(values));
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
  const afterRules = typed.rules.map((rule) => {
    left = left.filter(([, values]) => holds(rule.condition, values) === (rule.kind === 'depends'));
    return left.length;
  });
  const helpers = new Set(typed.lines.flatMap((line) => (line.isHelper === true ? line.names : [])));
  const written = left.map(([key]) =>
    key
      .split('\n')
      .filter((part) => !helpers.has(part.split('=')[0] ?? ''))
      .join('\n'),
  );
  return { configurations: [...new Set(written)], raw, conditioned, afterRules, final: left.length };
}

/** The value of the first line whose condition holds; nothing where one of its symbols is absent. */
function computedValue(lines: readonly SpaceLine[], values: Values): Known | undefined {
  const { computed } = firstLine(lines, values) ?? {};
  if (computed === undefined || namesOf(computed).some((name) => !values.has(name))) return undefined;
  if (['=', '!=', '<', '>='].includes(computed.op)) return { kind: 'boolean', text: String(holds(computed, values)) };
  return termOf(computed, values);
}

/** Returns the space in which y, n and m of a symbol of words are words, numbers in quotes of one of numbers are numbers, and so is what is compared with it. */
function withWords(space: RandomSpace): Pick<RandomSpace, 'lines' | 'rules'> {
  const wordOf = (cell: Cell | undefined, name: string | undefined): Cell | undefined => {
    if (cell?.kind === 'text' && cell.text === '5' && space.quoted.has(name ?? ''))
      return { kind: 'number', text: '5' };
    return cell?.kind === 'tristate' && space.words.has(name ?? '') ? { kind: 'text', text: cell.text } : cell;
  };
  const against = (side: Condition, other: Condition): Condition =>
    side.op === 'literal' && other.op === 'symbol'
      ? { op: 'literal', cell: wordOf(side.cell, other.name) ?? side.cell }
      : reread(side);
  const reread = (condition: Condition): Condition => {
    if (condition.op === 'symbol' || condition.op === 'literal') return condition;
    if (condition.op === '!') return { op: '!', a: reread(condition.a) };
    const { op, a, b } = condition;
    return /^(!?=|[<>]=?)$/.test(op) ? { op, a: against(a, b), b: against(b, a) } : { op, a: reread(a), b: reread(b) };
  };
  return {
    lines: space.lines.map((line) => ({
      ...line,
      rows: line.rows.map((row) => row.map((cell, i) => wordOf(cell, line.names[i]))),
      ...(line.condition === undefined ? {} : { condition: reread(line.condition) }),
      ...(line.computed === undefined ? {} : { computed: reread(line.computed) }),
    })),
    rules: space.rules.map((rule) => ({ ...rule, condition: reread(rule.condition) })),
  };
}

function firstLine(lines: readonly SpaceLine[], values: Values): SpaceLine | undefined {
  return lines.find((line) => line.condition === undefined || holds(line.condition, values));
}

/** Symbols that are the same in all configurations are no axis; their values do not count. */
function isAlwaysTheSame(lines: readonly SpaceLine[], all: readonly SpaceLine[]): boolean {
  const constant = new Map<string, Known | undefined>();
  for (const block of new Set(all.map((line) => line.names.join(',')))) {
    const own = all.filter((line) => line.names.join(',') === block);
    const isKnown = (line: SpaceLine): boolean =>
      line.condition === undefined || namesOf(line.condition).every((name) => constant.has(name));
    const values = new Map([...constant].filter((entry): entry is [string, Known] => entry[1] !== undefined));
    if (own[0]?.computed !== undefined) {
      const named = own.flatMap((l) => [l.computed, l.condition].flatMap((c) => (c === undefined ? [] : namesOf(c))));
      if (named.every((name) => constant.has(name))) constant.set(own[0].names[0] ?? '', computedValue(own, values));
      continue;
    }
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
