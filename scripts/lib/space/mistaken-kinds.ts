// SPDX-License-Identifier: MIT
import type { Diagnostic } from '../core/diagnostic.ts';
import type { Value } from '../core/value.ts';
import { printValue } from '../range/print.ts';
import { type SymbolReference, visitExpressions } from '../range/symbols.ts';
import type { Expression } from '../range/tree.ts';
import type { RangeFile } from '../range/parse.ts';
import type { Group, Model } from './model.ts';

/** Values of a symbol that are looked through; a longer list is left alone. */
const LOOKED_THROUGH = 1000;

/**
 * Warns where a condition compares a symbol with a value of the same letters but another kind: "y" is a text and never
 * equal to y, "5" never to 5. That is right by the rules of the language, and hardly ever meant.
 */
export function mistakenKinds(file: RangeFile, model: Model): Diagnostic[] {
  const warnings: Diagnostic[] = [];
  let groupOf: Map<string, Group> | undefined;
  const conditions = [...file.definitions.flatMap((d) => d.condition ?? []), ...file.rules.map((r) => r.expression)];
  for (const condition of conditions) {
    visitExpressions(condition, (part) => {
      const pair = comparedPair(part);
      if (pair === undefined) return;
      groupOf ??= new Map(model.groups.flatMap((group) => group.names.map((name) => [name, group])));
      const group = groupOf.get(pair.symbol.name);
      const other = group === undefined ? undefined : mistakenValue(group, pair.symbol.name, pair.value);
      if (other !== undefined) warnings.push(warning(pair.symbol.name, pair.value, other, part));
    });
  }
  return warnings;
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
    severity: 'warning',
    code: 'W_NEVER_EQUAL',
    span: part.span,
    message: `${name} is never ${written}, which is ${KIND_NAMES[value.kind]}: its value ${meant} is ${KIND_NAMES[own.kind]}`,
    hint: `write ${name}=${meant}`,
  };
}
