// SPDX-License-Identifier: MIT
// One completion: from what a user set to the value of every symbol.
import { decideChoice } from './choose.ts';
import type { Evaluation } from './evaluation.ts';
import { type KSelector, type KSymbol, isChoice, isLogical, type Tri } from './model.ts';
import { numberAtStart, readPython, type Whole, writeNumber } from './number-text.ts';
import { UNSET, type UserValues } from './user-values.ts';

/** Works out every symbol of a tree from what a user set; the evaluation is filled anew. */
export function evaluateTree(user: UserValues, evaluation: Evaluation): void {
  const { tree } = evaluation;
  evaluation.reset();
  for (const item of tree.order) {
    if (isChoice(item)) decideChoice(item, user, evaluation);
    else if (item.choice === undefined && item.nodes.length > 0) evaluateSymbol(item, user, evaluation);
    if (item === tree.modules) evaluation.modules = evaluation.triOf(item);
  }
}

function evaluateSymbol(symbol: KSymbol, user: UserValues, evaluation: Evaluation): void {
  if (symbol.type === 'unknown') return;
  const visible = evaluation.promoted(evaluation.anyOf(symbol.prompts), symbol);
  evaluation.visible[symbol.index] = visible;
  evaluation.written[symbol.index] = visible !== 0;
  if (isLogical(symbol.type)) evaluateLogical(symbol, visible, user, evaluation);
  else evaluateText(symbol, visible !== 0, user, evaluation);
}

function evaluateLogical(symbol: KSymbol, visible: Tri, user: UserValues, evaluation: Evaluation): void {
  const { index } = symbol;
  const set = user.tri[index] ?? UNSET;
  let value: Tri;
  if (visible !== 0 && set !== UNSET) value = set < visible ? set : visible;
  else {
    value = defaultTri(symbol, evaluation);
    if (value !== 0) evaluation.written[index] = true;
    if (symbol.impliedBy.length > 0) value = withImplied(symbol, value, evaluation);
  }
  if (symbol.selectedBy.length > 0) {
    const selected = evaluation.promoted(strongest(symbol.selectedBy, evaluation), symbol);
    if (selected !== 0) evaluation.written[index] = true;
    if (selected > value) value = selected;
  }
  value = evaluation.promoted(value, symbol);
  if (value === 1 && evaluation.tree.dialect === '6.1' && strongest(symbol.impliedBy, evaluation) === 2) value = 2;
  evaluation.tri[index] = value;
}

/** The value of the first default whose condition holds, limited by that condition. */
export function defaultTri(symbol: KSymbol, evaluation: Evaluation): Tri {
  for (const { value, condition } of symbol.defaults) {
    const limit = evaluation.valueOf(condition);
    if (limit === 0) continue;
    const own = evaluation.valueOf(value);
    return own < limit ? own : limit;
  }
  return 0;
}

/** The strongest value that selectors (or what implies) ask for. */
export function strongest(selectors: readonly KSelector[], evaluation: Evaluation): Tri {
  let most: Tri = 0;
  for (const { by, condition } of selectors) {
    const own = evaluation.triOf(by);
    if (own <= most) continue;
    const limit = evaluation.valueOf(condition);
    const value = own < limit ? own : limit;
    if (value > most) most = value;
    if (most === 2) return 2;
  }
  return most;
}

function withImplied(symbol: KSymbol, value: Tri, evaluation: Evaluation): Tri {
  const implied = strongest(symbol.impliedBy, evaluation);
  if (implied === 0) return value;
  const depends = evaluation.valueOf(symbol.depends);
  if (evaluation.tree.dialect === '6.1') {
    if (depends === 0) return value;
    evaluation.written[symbol.index] = true;
    return implied > value ? implied : value;
  }
  evaluation.written[symbol.index] = true;
  const raised = evaluation.promoted(implied, symbol);
  const limit = evaluation.promoted(depends, symbol);
  const wanted = raised > value ? raised : value;
  return wanted < limit ? wanted : limit;
}

function evaluateText(symbol: KSymbol, isVisible: boolean, user: UserValues, evaluation: Evaluation): void {
  const { index, type } = symbol;
  const set = isVisible ? user.text[index] : undefined;
  if (type !== 'int' && type !== 'hex') {
    evaluation.texts[index] = set ?? defaultText(symbol, evaluation) ?? '';
  } else if (evaluation.tree.dialect === '6.12') {
    evaluation.texts[index] = boundAsConf(
      symbol,
      set ?? defaultText(symbol, evaluation) ?? (type === 'int' ? '0' : '0x0'),
      evaluation,
    );
  } else evaluation.texts[index] = numberAsKconfiglib(symbol, type, set, evaluation);
}

/** The text of the first default whose condition holds; undefined for none. Its symbol is written then. */
export function defaultText(symbol: KSymbol, evaluation: Evaluation): string | undefined {
  for (const { value, condition } of symbol.defaults) {
    if (evaluation.valueOf(condition) === 0) continue;
    if (value.kind !== 'symbol') return undefined;
    evaluation.written[symbol.index] = true;
    return textOfOperand(value.symbol, evaluation);
  }
  return undefined;
}

/** For `conf` the text of a bool or tristate symbol is n, whatever it is; y, m and n themselves are themselves. */
function textOfOperand(symbol: KSymbol, evaluation: Evaluation): string {
  if (evaluation.tree.dialect === '6.12' && isLogical(symbol.type) && !symbol.constant) return 'n';
  return evaluation.textOf(symbol);
}

/** The first range whose condition holds. */
export function activeRange(symbol: KSymbol, evaluation: Evaluation): KSymbol['ranges'][number] | undefined {
  return symbol.ranges.find(({ condition }) => evaluation.valueOf(condition) !== 0);
}

/** A number outside of its range becomes the text of the nearer bound; the lower one is looked at first. */
function boundAsConf(symbol: KSymbol, text: string, evaluation: Evaluation): string {
  const range = activeRange(symbol, evaluation);
  if (range === undefined) return text;
  const value = numberAtStart(text, symbol.type === 'int' ? 10 : 16);
  if (value < boundValue(range.low, symbol, evaluation)) return textOfOperand(range.low, evaluation);
  return value > boundValue(range.high, symbol, evaluation) ? textOfOperand(range.high, evaluation) : text;
}

/** The number a bound stands for: in the base of its own type, else in that of the symbol it bounds. */
export function boundValue(bound: KSymbol, symbol: KSymbol, evaluation: Evaluation): Whole {
  const text = textOfOperand(bound, evaluation);
  if (evaluation.tree.dialect === '6.1') return readPython(text, symbol.type === 'int' ? 10 : 16) ?? 0;
  const type = bound.type === 'int' || bound.type === 'hex' ? bound.type : symbol.type;
  return numberAtStart(text, type === 'int' ? 10 : 16);
}

/** What is set counts within the range only; a default is cut to the range. */
function numberAsKconfiglib(
  symbol: KSymbol,
  type: 'int' | 'hex',
  set: string | undefined,
  evaluation: Evaluation,
): string {
  const base = type === 'int' ? 10 : 16;
  const range = activeRange(symbol, evaluation);
  const low = range === undefined ? undefined : boundValue(range.low, symbol, evaluation);
  const high = range === undefined ? undefined : boundValue(range.high, symbol, evaluation);
  const isInside = (value: Whole): boolean =>
    (low === undefined || low <= value) && (high === undefined || value <= high);
  if (set !== undefined && set !== '' && isInside(readPython(set, base) ?? 0)) return set;
  const text = defaultText(symbol, evaluation) ?? '';
  const value = readPython(text, base) ?? 0;
  if (low !== undefined && value < low) return writeNumber(type, low);
  return high !== undefined && value > high ? writeNumber(type, high) : text;
}
