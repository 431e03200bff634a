// SPDX-License-Identifier: MIT
import { isNumberText, type Value } from '../core/value.ts';
import type { Span } from '../core/source.ts';
import type { Default, Layer } from './merge.ts';
import type { Alternative, Cell, ChoiceItem, Definition, Drawn, Expression, RightSide, Rule } from './tree.ts';

/** What the lines of a symbol, in all files, make of its values. */
export interface SymbolKinds {
  /** One of their values is an unquoted word: y, n and m are words as well. */
  readonly words: ReadonlySet<string>;
  /** Their numbers stand in quotes in a .config file; a number that was put in quotes by hand is a number all the same. */
  readonly quoted: ReadonlySet<string>;
}

/** What a range file's kinds are applied to. */
export interface Typed {
  /** In the order of the configuration; all lines of one symbol stay apart. */
  readonly definitions: readonly Definition[];
  readonly rules: readonly Rule[];
  /** Plain values of sourced files, overridden or not. */
  readonly defaults: readonly Default[];
}

/**
 * Returns the kinds of symbols from every line that was written for them, overridden or not. `isSourced` tells the lines of
 * sourced files, `patterns` is the text of SWEEP_QUOTED: names, in which * stands for any letters.
 */
export function symbolKinds(
  written: readonly Definition[],
  isSourced: (line: Definition) => boolean,
  patterns: string,
): SymbolKinds {
  const words = new Set<string>();
  const quoted = new Set<string>();
  const asksForQuotes = matcherOf(patterns);
  for (const line of written) {
    for (const [column, { name }] of line.names.entries()) {
      const values = valuesOf(line.right, column);
      if (values.some((value) => value.isBare === true)) words.add(name);
      if (asksForQuotes(name)) quoted.add(name);
      const [only] = values;
      const isPlain = line.condition === undefined && values.length === 1 && isSingle(line.right);
      if (isPlain && isSourced(line) && only?.value.kind === 'text' && isNumberText(only.value.text)) quoted.add(name);
    }
  }
  return { words, quoted };
}

/** Returns a test of names by patterns that are parted by blanks or commas; * stands for any letters. */
function matcherOf(patterns: string): (name: string) => boolean {
  const tests = patterns
    .split(/[\s,]+/)
    .filter((pattern) => pattern !== '')
    .map((pattern) => {
      const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
      return new RegExp(`^${parts.join('.*')}$`);
    });
  return (name) => tests.some((test) => test.test(name));
}

interface WrittenValue {
  readonly value: Value;
  readonly isBare?: true;
}

function valuesOf(right: RightSide, column: number): readonly WrittenValue[] {
  switch (right.kind) {
    case 'choices':
      return right.alternatives.filter((alternative) => alternative.kind === 'value');
    case 'rows':
      return right.rows.flatMap((row) => row[column] ?? []);
    case 'sampled':
      return choiceValues(right.distribution);
    default:
      return [];
  }
}

/** The values among the items of a choice. */
export function choiceValues(drawn: Drawn): Extract<ChoiceItem, { kind: 'value' }>[] {
  return drawn.name === 'choice' ? drawn.items.filter((item) => item.kind === 'value') : [];
}

function isSingle(right: RightSide): boolean {
  return right.kind === 'choices' ? right.alternatives.length === 1 : right.kind === 'rows' && right.rows.length === 1;
}

/** Returns the lines, rules and defaults of a layer with the kinds that their symbols have. */
export function withKinds({ definitions, rules, defaults }: Layer, kinds: SymbolKinds): Typed {
  const typed = { definitions: definitions.map((d) => d.item), rules, defaults: [...defaults.values()] };
  if (kinds.words.size === 0 && kinds.quoted.size === 0) return typed;
  return {
    definitions: typed.definitions.map((line) => retypedLine(line, kinds)),
    rules: typed.rules.map((rule) => ({ ...rule, expression: retypedExpression(rule.expression, kinds) })),
    defaults: typed.defaults.map(({ assignment, span }) => ({
      assignment: { ...assignment, value: retyped(assignment.value, assignment.name, span, kinds) },
      span,
    })),
  };
}

function retypedLine(line: Definition, kinds: SymbolKinds): Definition {
  const { condition, names } = line;
  if (line.right.kind === 'computed') {
    const right = { ...line.right, expression: retypedExpression(line.right.expression, kinds) };
    return { ...line, right, ...(condition === undefined ? {} : { condition: retypedExpression(condition, kinds) }) };
  }
  const isTouched = names.some(({ name }) => kinds.words.has(name) || kinds.quoted.has(name));
  if (!isTouched && condition === undefined) return line;
  return {
    ...line,
    right: isTouched ? retypedRight(line.right, names, kinds) : line.right,
    ...(condition === undefined ? {} : { condition: retypedExpression(condition, kinds) }),
  };
}

function retypedRight(right: RightSide, names: Definition['names'], kinds: SymbolKinds): RightSide {
  const name = names[0]?.name ?? '';
  switch (right.kind) {
    case 'choices':
      return {
        ...right,
        alternatives: right.alternatives.map((one): Alternative => retypedAlternative(one, name, kinds)),
      };
    case 'rows':
      return {
        ...right,
        rows: right.rows.map((row) =>
          row.map(
            (cell, i): Cell =>
              cell === undefined
                ? undefined
                : { ...cell, value: retyped(cell.value, names[i]?.name ?? '', cell.span, kinds) },
          ),
        ),
      };
    case 'sampled':
      return { ...right, distribution: retypedDrawn(right.distribution, name, kinds) };
    default:
      return right;
  }
}

function retypedDrawn(drawn: Drawn, name: string, kinds: SymbolKinds): Drawn {
  if (drawn.name !== 'choice') return drawn;
  const items = drawn.items.map(
    (item): ChoiceItem =>
      item.kind === 'law' ? item : { ...item, value: retyped(item.value, name, item.span, kinds) },
  );
  return { ...drawn, items };
}

function retypedAlternative(one: Alternative, name: string, kinds: SymbolKinds): Alternative {
  return one.kind === 'value' ? { ...one, value: retyped(one.value, name, one.span, kinds) } : one;
}

/** "# NAME is not set" says that an option is off, whatever other values the option has. */
function isNotSet({ source, offset }: Span): boolean {
  return source.text.charAt(offset) === '#';
}

function retyped(value: Value, name: string, span: Span, kinds: SymbolKinds): Value {
  return isNotSet(span) ? value : valueOfSymbol(value, name, kinds);
}

/** Returns what a value that is written for a symbol means for it. */
export function valueOfSymbol(value: Value, name: string, { words, quoted }: SymbolKinds): Value {
  if (value.kind === 'tristate' && words.has(name)) return { kind: 'text', text: value.text, letter: value.text };
  if (value.kind === 'text' && quoted.has(name) && isNumberText(value.text))
    return { kind: 'number', text: value.text, quoted: true };
  return value;
}

/** Returns the symbols of words that have a y, n or m among their values. */
export function lettered(lines: readonly Definition[]): readonly string[] {
  const names = lines.flatMap(({ names, right }) =>
    names.flatMap(({ name }, column) =>
      valuesOf(right, column).some(({ value }) => value.kind === 'text' && value.letter !== undefined) ? [name] : [],
    ),
  );
  return [...new Set(names)];
}

/** What is compared with a symbol is read as its values are: size=n means the word n where size=n|s|m. */
function retypedExpression(expression: Expression, kinds: SymbolKinds): Expression {
  switch (expression.kind) {
    case 'symbol':
    case 'literal':
      return expression;
    case 'not':
    case 'negate':
      return { ...expression, operand: retypedExpression(expression.operand, kinds) };
    case 'and':
    case 'or':
      return { ...expression, operands: expression.operands.map((operand) => retypedExpression(operand, kinds)) };
    case 'compare': {
      const { left, right } = expression;
      return { ...expression, left: comparedWith(left, right, kinds), right: comparedWith(right, left, kinds) };
    }
    case 'call':
      return { ...expression, args: expression.args.map((arg) => retypedExpression(arg, kinds)) };
    case 'arithmetic':
      return {
        ...expression,
        first: retypedExpression(expression.first, kinds),
        rest: expression.rest.map((step) => ({ ...step, operand: retypedExpression(step.operand, kinds) })),
      };
  }
}

function comparedWith(side: Expression, other: Expression, kinds: SymbolKinds): Expression {
  if (side.kind !== 'literal' || other.kind !== 'symbol') return retypedExpression(side, kinds);
  return { ...side, value: retyped(side.value, other.name, side.span, kinds) };
}
