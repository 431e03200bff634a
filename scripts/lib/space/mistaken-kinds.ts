// SPDX-License-Identifier: MIT
import type { Diagnostic } from '../core/diagnostic.ts';
import { unreachable } from '../core/unreachable.ts';
import { isNumberText, type Value } from '../core/value.ts';
import { printValue } from '../range/print.ts';
import { expressionsOf, type SymbolReference, visitExpressions } from '../range/symbols.ts';
import type { Expression } from '../range/tree.ts';
import type { RangeFile } from '../range/parse.ts';
import type { Group, Model } from './model.ts';

/** Values of a symbol that are looked through; a longer list is left alone. */
const LOOKED_THROUGH = 1000;

/**
 * Warns where a condition, a rule or a formula compares a symbol with a value of the same letters but another kind: "y" is a text and never
 * equal to y, "5" never to 5. That is right by the rules of the language, and hardly ever meant.
 */
export function mistakenKinds(file: RangeFile, model: Model): Diagnostic[] {
  const warnings: Diagnostic[] = [];
  const expressions = [...file.definitions.flatMap(expressionsOf), ...file.rules.map((r) => r.expression)];
  if (expressions.length === 0) return warnings;
  const groupOf: Groups = new Map(model.groups.flatMap((group) => group.names.map((name) => [name, group])));
  for (const expression of expressions) {
    visitExpressions(expression, (part) => {
      const found = neverEqual(part, groupOf) ?? quotedNumber(part, groupOf);
      if (found !== undefined) warnings.push(found);
    });
  }
  return warnings;
}

type Groups = ReadonlyMap<string, Group>;

function neverEqual(part: Expression, groupOf: Groups): Diagnostic | undefined {
  const pair = comparedPair(part);
  const group = pair === undefined ? undefined : groupOf.get(pair.symbol.name);
  if (pair === undefined || group === undefined) return undefined;
  const other = mistakenValue(group, pair.symbol.name, pair.value);
  return other === undefined ? undefined : warning(pair.symbol.name, pair.value, other, part);
}

/** A comparison, a sum or a function in which a symbol of texts that are all numbers in quotes stands for a number. */
function quotedNumber(part: Expression, groupOf: Groups): Diagnostic | undefined {
  const operands = operandsOf(part);
  const texts = operands.filter((one) => one.kind === 'symbol' && holdsQuotedNumbers(groupOf.get(one.name), one.name));
  const [text] = texts;
  if (text?.kind !== 'symbol') return undefined;
  const others = operands.filter((one) => !texts.includes(one));
  if (part.kind === 'compare' && !others.some((one) => isNumeric(one, groupOf))) return undefined;
  return {
    code: 'W_QUOTED_NUMBER',
    span: part.span,
    message: `${text.name} has numbers in quotes, which are texts: ${part.kind === 'compare' ? 'compared with a number they are never equal, above or below it' : 'nothing can be calculated with them'}`,
    hint: `SWEEP_QUOTED=${text.name} makes them numbers that stand in quotes in .config files`,
  };
}

/** What a comparison or a calculation takes for numbers. */
function operandsOf(part: Expression): readonly Expression[] {
  switch (part.kind) {
    case 'compare':
      return [part.left, part.right];
    case 'arithmetic':
      return [part.first, ...part.rest.map((step) => step.operand)];
    case 'call':
      return part.args;
    case 'negate':
      return [part.operand];
    case 'symbol':
    case 'literal':
    case 'not':
    case 'and':
    case 'or':
      return [];
    default:
      return unreachable(part);
  }
}

function isNumeric(expression: Expression, groupOf: Groups): boolean {
  if (expression.kind === 'arithmetic' || expression.kind === 'negate' || expression.kind === 'call') return true;
  if (expression.kind === 'literal') return expression.value.kind === 'number' || expression.value.kind === 'hex';
  if (expression.kind !== 'symbol') return false;
  const line = groupOf.get(expression.name)?.lines[0]?.values;
  if (line?.kind !== 'rows' || line.rows.size === 0) return line?.kind === 'law';
  const column = groupOf.get(expression.name)?.names.indexOf(expression.name) ?? 0;
  return line.rows.at(0)[column]?.numeric === true;
}

function holdsQuotedNumbers(group: Group | undefined, name: string): boolean {
  if (group === undefined) return false;
  const column = group.names.indexOf(name);
  const values = group.lines.flatMap((line): (Value | undefined)[] => {
    if (line.values.kind !== 'rows' || line.values.rows.size > LOOKED_THROUGH) return [undefined];
    const { rows } = line.values;
    return Array.from({ length: rows.size }, (_, i) => rows.at(i)[column]?.value);
  });
  return values.length > 0 && values.every((value) => value?.kind === 'text' && isNumberText(value.text));
}

function comparedPair(part: Expression): { symbol: SymbolReference; value: Value } | undefined {
  if (part.kind !== 'compare' || (part.operator !== '=' && part.operator !== '!=')) return undefined;
  const { left, right } = part;
  if (left.kind === 'symbol' && right.kind === 'literal') return { symbol: left, value: right.value };
  return left.kind === 'literal' && right.kind === 'symbol' ? { symbol: right, value: left.value } : undefined;
}

/** A value of the symbol with the same letters and another kind, when none has the kind that is compared with. */
function mistakenValue(group: Group, name: string, value: Value): Value | undefined {
  const column = group.names.indexOf(name);
  let found: Value | undefined;
  for (const { values } of group.lines) {
    if (values.kind !== 'rows' || values.rows.size > LOOKED_THROUGH) return undefined;
    for (let i = 0; i < values.rows.size; i += 1) {
      const own = values.rows.at(i)[column]?.value;
      if (own?.text !== value.text) continue;
      if (own.kind === value.kind) return undefined;
      found ??= own;
    }
  }
  return found;
}

const KIND_NAMES: { readonly [K in Value['kind']]: string } = {
  number: 'a number',
  hex: 'a number',
  tristate: 'yes, no or module',
  boolean: 'true or false',
  null: 'no value',
  text: 'text',
  list: 'a list',
};

function warning(name: string, value: Value, own: Value, part: Expression): Diagnostic {
  const written = value.kind === 'text' ? `"${value.text}"` : value.text;
  const meant = own.kind === 'text' ? `"${own.text}"` : printValue(own);
  return {
    code: 'W_NEVER_EQUAL',
    span: part.span,
    message: `${name} is never ${written}, which is ${KIND_NAMES[value.kind]}: its value ${meant} is ${KIND_NAMES[own.kind]}`,
    hint: `write ${name}=${meant}`,
  };
}
