// SPDX-License-Identifier: MIT
// Why a symbol is not what was asked for.
import { conditionText, unmetParts, unmetText } from './condition-text.ts';
import { activeRange } from './evaluate.ts';
import type { Evaluation } from './evaluation.ts';
import { partsOf } from './implication.ts';
import { type KExpr, type KSymbol, isLogical, type Tri } from './model.ts';
import { isNumberOf } from './number-text.ts';
import { triOfText } from './user-values.ts';

export type KReason =
  /** The tree has no such symbol. */
  | { readonly kind: 'unknown' }
  /** The text is no value of the symbol's type. */
  | { readonly kind: 'type'; readonly type: string }
  /** Nobody can set the symbol: it is what defaults and selects make of it. */
  | { readonly kind: 'prompt' }
  /** What it depends on does not hold; `needs` says what, with values. `meets` is found out by the caller. */
  | { readonly kind: 'unmet'; readonly needs: string; readonly condition: KExpr }
  /** It depends on something that is m, so it is m at most. */
  | { readonly kind: 'limited'; readonly needs: string; readonly condition: KExpr }
  | { readonly kind: 'selected'; readonly by: readonly string[] }
  /** Another member of its choice was taken. */
  | { readonly kind: 'choice'; readonly to: string | undefined }
  /** It was to be n, and its choice has no other member to take. */
  | { readonly kind: 'only-member' }
  | { readonly kind: 'range'; readonly low: string; readonly high: string }
  /** It was to be m, and there are no modules. */
  | { readonly kind: 'no-modules' }
  /** It was to be m, and something that implies it makes it y. */
  | { readonly kind: 'implied'; readonly by: readonly string[] }
  /** Set again further down. */
  | { readonly kind: 'again' };

/** Tells whether a symbol has the value that was asked for. n is what a symbol without a line in the .config is. */
export function isAsAsked(symbol: KSymbol, text: string, evaluation: Evaluation): boolean {
  if (isLogical(symbol.type)) return triOfText(text) === evaluation.triOf(symbol);
  return evaluation.written[symbol.index] === true && evaluation.textOf(symbol) === text;
}

/** Returns why a symbol of the tree is not what was asked for. */
export function reasonFor(symbol: KSymbol, text: string, evaluation: Evaluation): KReason {
  if (!isTextOf(symbol, text, evaluation)) return { kind: 'type', type: symbol.type };
  if (symbol.prompts.length === 0) return selection(symbol, text, evaluation) ?? { kind: 'prompt' };
  if ((evaluation.visible[symbol.index] ?? 0) === 0) {
    const condition = nearestPrompt(symbol, evaluation);
    const unmet: KReason | undefined =
      condition === undefined ? undefined : { kind: 'unmet', needs: unmetText(condition, evaluation), condition };
    return selection(symbol, text, evaluation) ?? unmet ?? { kind: 'prompt' };
  }
  if (symbol.choice !== undefined) return choiceReason(symbol, text, evaluation);
  const selected = selection(symbol, text, evaluation);
  if (selected !== undefined) return selected;
  if (isLogical(symbol.type)) return logicalReason(symbol, text, evaluation);
  const range = activeRange(symbol, evaluation);
  if (range === undefined) return { kind: 'again' };
  return { kind: 'range', low: evaluation.textOf(range.low), high: evaluation.textOf(range.high) };
}

function isTextOf(symbol: KSymbol, text: string, { tree }: Evaluation): boolean {
  switch (symbol.type) {
    case 'int':
    case 'hex':
      return isNumberOf(symbol.type, text, tree.dialect);
    case 'bool':
      return triOfText(text) !== undefined && triOfText(text) !== 1;
    case 'tristate':
      return triOfText(text) !== undefined;
    default:
      return true;
  }
}

/** The prompt that the fewest parts keep from being seen. */
function nearestPrompt(symbol: KSymbol, evaluation: Evaluation): KExpr | undefined {
  const prompts = symbol.prompts.filter((prompt) => prompt !== undefined);
  const unmet = (prompt: KExpr): number => unmetParts(prompt, evaluation).length;
  return [...prompts].sort((a, b) => unmet(a) - unmet(b))[0];
}

function choiceReason(symbol: KSymbol, text: string, evaluation: Evaluation): KReason {
  if (triOfText(text) === 0) return { kind: 'only-member' };
  return {
    kind: 'choice',
    to: symbol.choice === undefined ? undefined : evaluation.members[symbol.choice.index]?.name,
  };
}

/** Whatever selects it to more than was asked for. */
function selection(symbol: KSymbol, text: string, evaluation: Evaluation): KReason | undefined {
  const asked = triOfText(text);
  if (!isLogical(symbol.type) || asked === undefined || symbol.choice !== undefined) return undefined;
  const by = symbol.selectedBy.filter(({ by: selector, condition }) => {
    const value: Tri = least(evaluation.triOf(selector), evaluation.valueOf(condition));
    return evaluation.promoted(value, symbol) > asked;
  });
  return by.length === 0 ? undefined : { kind: 'selected', by: by.map(({ by: selector }) => selector.name) };
}

function least(a: Tri, b: Tri): Tri {
  return a < b ? a : b;
}

function logicalReason(symbol: KSymbol, text: string, evaluation: Evaluation): KReason {
  if (triOfText(text) === 1 && evaluation.triOf(symbol) === 2) {
    if (evaluation.modules === 0) return { kind: 'no-modules' };
    const by = symbol.impliedBy.filter(
      ({ by: one, condition }) => least(evaluation.triOf(one), evaluation.valueOf(condition)) === 2,
    );
    if (evaluation.tree.dialect === '6.1' && by.length > 0)
      return { kind: 'implied', by: by.map(({ by: one }) => one.name) };
  }
  return limit(symbol, evaluation) ?? { kind: 'again' };
}

function limit(symbol: KSymbol, evaluation: Evaluation): KReason | undefined {
  if (evaluation.visible[symbol.index] !== 1) return undefined;
  const condition = symbol.prompts.find((prompt) => evaluation.valueOf(prompt) === 1);
  if (condition === undefined) return undefined;
  const parts = partsOf(condition).filter((part) => evaluation.valueOf(part) === 1);
  return { kind: 'limited', needs: `${parts.map((part) => conditionText(part, 'and')).join(' && ')} (m)`, condition };
}
