// SPDX-License-Identifier: MIT
import type { Diagnostic } from '../core/diagnostic.ts';
import type { Value } from '../core/value.ts';

/** A tree of values by the dots of their names: what yaml and json files nest. */
export type ValueTree = { readonly [name: string]: ValueTree | Value };

/** Returns diagnostics for names of which one is a folder of the other: a value at `model` and one at `model.depth`. */
export function checkNesting(names: readonly string[]): readonly Diagnostic[] {
  const all = new Set(names);
  const diagnostics: Diagnostic[] = [];
  for (const name of names) {
    for (let dot = name.indexOf('.'); dot !== -1; dot = name.indexOf('.', dot + 1)) {
      const folder = name.slice(0, dot);
      if (!all.has(folder)) continue;
      diagnostics.push({
        severity: 'error',
        code: 'E_NESTING',
        message: `${name} cannot stand inside ${folder}, which has a value of its own`,
        hint: 'in yaml and json a name is either a value or a folder of names',
      });
    }
  }
  return diagnostics;
}
