// SPDX-License-Identifier: MIT
import { unmetText } from './condition-text.ts';
import { strongest } from './evaluate.ts';
import type { Evaluation } from './evaluation.ts';
import { isLogical } from './model.ts';

/** A symbol that is on although what it depends on does not hold, since another one selects it. */
export interface UnmetSelect {
  readonly name: string;
  /** What it depends on and does not hold, with values. */
  readonly needs: string;
  readonly by: readonly string[];
}

/** Returns the symbols that are selected against their dependencies. */
export function unmetSelects(evaluation: Evaluation): UnmetSelect[] {
  const found: UnmetSelect[] = [];
  for (const symbol of evaluation.tree.byName.values()) {
    if (symbol.selectedBy.length === 0 || !isLogical(symbol.type) || symbol.choice !== undefined) continue;
    const selected = evaluation.promoted(strongest(symbol.selectedBy, evaluation), symbol);
    if (selected === 0 || evaluation.promoted(evaluation.valueOf(symbol.depends), symbol) >= selected) continue;
    const by = symbol.selectedBy
      .filter((selector) => strongest([selector], evaluation) !== 0)
      .map((selector) => selector.by.name);
    found.push({ name: symbol.name, needs: unmetText(symbol.depends, evaluation), by });
  }
  return found;
}
