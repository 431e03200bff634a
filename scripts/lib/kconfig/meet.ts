// SPDX-License-Identifier: MIT
// What one would have to set so that a condition holds. A guess by the form of the condition, which the caller tries out.
import { unreachable } from '../core/unreachable.ts';
import type { Evaluation } from './evaluation.ts';
import { type KExpr, type KSymbol, isLogical, type Relation } from './model.ts';
import { triOfText } from './user-values.ts';

/** Settings by symbol: y, m, n, or the text of a number or string. */
export type KSettings = ReadonlyMap<KSymbol, string>;

/** How far the dependencies of what is proposed are followed. */
const MAX_STEPS_DEEP = 5;

const NONE: KSettings = new Map();

/** Returns settings that should make a condition y, as few as are found; undefined where none are. */
function settingsToMeet(condition: KExpr | undefined, evaluation: Evaluation, depth = 0): KSettings | undefined {
  if (condition === undefined || evaluation.valueOf(condition) === 2) return NONE;
  if (depth > MAX_STEPS_DEEP) return undefined;
  switch (condition.kind) {
    case 'symbol':
      return settingsForSymbol(condition.symbol, 'y', evaluation, depth);
    case 'shared':
      return settingsToMeet(condition.of, evaluation, depth);
    case 'and':
      return together(condition.of.map((part) => settingsToMeet(part, evaluation, depth)));
    case 'or':
      return fewest(condition.of.map((part) => settingsToMeet(part, evaluation, depth)));
    case 'not':
      return settingsToAvoid(condition.of, evaluation, depth);
    case 'relation':
      return settingsForRelation(condition.relation, condition.left, condition.right, evaluation, depth);
    case 'module': {
      const { modules } = evaluation.tree;
      return modules === undefined ? undefined : settingsForSymbol(modules, 'y', evaluation, depth);
    }
    case 'choice':
      return fewest(condition.choice.prompts.map((prompt) => settingsToMeet(prompt, evaluation, depth + 1)));
    default:
      return unreachable(condition);
  }
}

/** Returns settings that should give a symbol a value: what it depends on, and modules where it is to be m. */
export function settingsToTake(text: string, condition: KExpr, evaluation: Evaluation): KSettings | undefined {
  const { modules } = evaluation.tree;
  const needsModules = triOfText(text) === 1 && evaluation.modules === 0 && modules !== undefined;
  const settings = settingsToMeet(condition, evaluation);
  return needsModules ? together([settingsForSymbol(modules, 'y', evaluation, 0), settings]) : settings;
}

function settingsToAvoid(condition: KExpr, evaluation: Evaluation, depth: number): KSettings | undefined {
  if (evaluation.valueOf(condition) === 0) return NONE;
  switch (condition.kind) {
    case 'symbol':
      return settingsForSymbol(condition.symbol, 'n', evaluation, depth);
    case 'shared':
      return settingsToAvoid(condition.of, evaluation, depth);
    case 'not':
      return settingsToMeet(condition.of, evaluation, depth);
    case 'and':
      return fewest(condition.of.map((part) => settingsToAvoid(part, evaluation, depth)));
    case 'or':
      return together(condition.of.map((part) => settingsToAvoid(part, evaluation, depth)));
    case 'relation':
      return settingsForRelation(OPPOSITES[condition.relation], condition.left, condition.right, evaluation, depth);
    case 'module':
    case 'choice':
      return undefined;
    default:
      return unreachable(condition);
  }
}

const OPPOSITES = { '=': '!=', '!=': '=', '<': '>=', '>=': '<', '>': '<=', '<=': '>' } as const satisfies Record<
  Relation,
  Relation
>;
const TURNED = { '=': '=', '!=': '!=', '<': '>', '>': '<', '<=': '>=', '>=': '<=' } as const satisfies Record<
  Relation,
  Relation
>;

function settingsForRelation(
  relation: Relation,
  left: KSymbol,
  right: KSymbol,
  evaluation: Evaluation,
  depth: number,
): KSettings | undefined {
  if (left.nodes.length === 0 && right.nodes.length > 0) {
    return settingsForRelation(TURNED[relation], right, left, evaluation, depth);
  }
  const wanted = textFor(relation, left, evaluation.textOf(right));
  return wanted === undefined ? undefined : settingsForSymbol(left, wanted, evaluation, depth);
}

/** A text that stands in a relation to another; the nearest one for numbers. */
function textFor(relation: Relation, symbol: KSymbol, other: string): string | undefined {
  if (isLogical(symbol.type)) {
    if (relation === '=') return /^[ymn]$/.test(other) ? other : undefined;
    return relation === '!=' || relation === '<' ? (other === 'n' ? 'y' : 'n') : 'y';
  }
  if (relation === '=' || relation === '<=' || relation === '>=') return other;
  if (symbol.type === 'string' || !/^-?[0-9]{1,15}$/.test(other)) return undefined;
  return String(Number(other) + (relation === '<' ? -1 : 1));
}

/** Settings that give a symbol a value: itself, with what it takes to see its prompt; or what its defaults come from. */
function settingsForSymbol(
  symbol: KSymbol,
  text: string,
  evaluation: Evaluation,
  depth: number,
): KSettings | undefined {
  if (symbol.nodes.length === 0 || depth > MAX_STEPS_DEEP) return undefined;
  if (symbol.prompts.length > 0) return settingsForPrompt(symbol, text, evaluation, depth);
  if (!isLogical(symbol.type) || text === 'n') return undefined;
  const ways = symbol.defaults.map(({ value, condition }) =>
    together([settingsToMeet(value, evaluation, depth + 1), settingsToMeet(condition, evaluation, depth + 1)]),
  );
  for (const { by, condition } of symbol.selectedBy.slice(0, MOST_SELECTORS)) {
    ways.push(
      together([settingsForSymbol(by, 'y', evaluation, depth + 1), settingsToMeet(condition, evaluation, depth + 1)]),
    );
  }
  return fewest(ways);
}

/** Selectors that are tried: some symbols have hundreds. */
const MOST_SELECTORS = 10;

function settingsForPrompt(
  symbol: KSymbol,
  text: string,
  evaluation: Evaluation,
  depth: number,
): KSettings | undefined {
  if (symbol.choice !== undefined && text === 'n') return settingsForAnother(symbol, evaluation, depth);
  const own: KSettings = new Map([[symbol, text]]);
  if (text === 'n') return own;
  if ((evaluation.visible[symbol.index] ?? 0) === 2) return own;
  const seen = fewest(symbol.prompts.map((prompt) => settingsToMeet(prompt, evaluation, depth + 1)));
  return together([own, seen]);
}

/** A member of a choice becomes n where another one is chosen. */
function settingsForAnother(symbol: KSymbol, evaluation: Evaluation, depth: number): KSettings | undefined {
  const others = symbol.choice?.members.filter((member) => member !== symbol) ?? [];
  return fewest(others.map((member) => settingsForPrompt(member, 'y', evaluation, depth + 1)));
}

function together(parts: readonly (KSettings | undefined)[]): KSettings | undefined {
  const all = new Map<KSymbol, string>();
  for (const part of parts) {
    if (part === undefined) return undefined;
    for (const [symbol, text] of part) {
      const known = all.get(symbol);
      if (known !== undefined && known !== text) return undefined;
      all.set(symbol, text);
    }
  }
  return all;
}

function fewest(ways: readonly (KSettings | undefined)[]): KSettings | undefined {
  let best: KSettings | undefined;
  for (const way of ways) if (way !== undefined && (best === undefined || way.size < best.size)) best = way;
  return best;
}
