// SPDX-License-Identifier: MIT
// The shortest .config that completes to the same one: what `conf --savedefconfig` writes.
import { defaultMember } from './choose.ts';
import { defaultText, defaultTri, strongest } from './evaluate.ts';
import { type Evaluation, wordOfTri } from './evaluation.ts';
import { isLogical, type KSymbol, type Tri } from './model.ts';
import { configLine } from './write-config.ts';

/** Returns the lines of the symbols that differ from what they would be by themselves. */
export function writeMinimal(evaluation: Evaluation): string {
  const { tree } = evaluation;
  const seen = new Set<KSymbol>();
  let text = '';
  for (const step of tree.layout) {
    if (step.kind !== 'symbol' || seen.has(step.symbol)) continue;
    seen.add(step.symbol);
    if (isToldAnyway(step.symbol, evaluation)) continue;
    text += configLine(step.symbol, evaluation);
  }
  return text;
}

function isToldAnyway(symbol: KSymbol, evaluation: Evaluation): boolean {
  if (!evaluation.written[symbol.index] || !isChangeable(symbol, evaluation)) return true;
  if (evaluation.textOf(symbol) === usualText(symbol, evaluation)) return true;
  const { choice } = symbol;
  if (choice === undefined || evaluation.triOf(symbol) !== 2 || choice.optional || symbol.type !== 'bool') return false;
  return defaultMember(choice, evaluation) === symbol;
}

/** Tells whether a user could change a symbol: its prompt can be seen, and nothing selects it as far as that goes. */
export function isChangeable(symbol: KSymbol, evaluation: Evaluation): boolean {
  const visible = evaluation.visible[symbol.index] ?? 0;
  if (symbol.choice !== undefined) return visible !== 0 || evaluation.tree.dialect === '6.1';
  const selected = strongest(symbol.selectedBy, evaluation);
  // Kconfiglib takes m as m here; so does conf for a number or text that something selects, which is a mistake in the tree.
  const isPromoted = isLogical(symbol.type) && evaluation.tree.dialect === '6.12';
  return visible > (isPromoted ? evaluation.promoted(selected, symbol) : selected);
}

/** The value a symbol has when nobody sets it. As in `conf`, ranges are not looked at. */
function usualText(symbol: KSymbol, evaluation: Evaluation): string {
  if (isLogical(symbol.type)) return wordOfTri(symbol.choice === undefined ? usualTri(symbol, evaluation) : 0);
  const text = defaultText(symbol, evaluation) ?? '';
  if (text !== '' || evaluation.tree.dialect === '6.1') return text;
  return symbol.type === 'int' ? '0' : symbol.type === 'hex' ? '0x0' : '';
}

function usualTri(symbol: KSymbol, evaluation: Evaluation): Tri {
  const own = defaultTri(symbol, evaluation);
  const selected = evaluation.promoted(strongest(symbol.selectedBy, evaluation), symbol);
  const implied = evaluation.promoted(strongest(symbol.impliedBy, evaluation), symbol);
  const value = evaluation.promoted(own > selected ? own : selected, symbol);
  return value < implied ? implied : value;
}
