// SPDX-License-Identifier: MIT
import type { Diagnostic } from '../core/diagnostic.ts';
import type { Assignment, Value } from '../core/value.ts';

/** A tree of values by the dots of their names: what yaml and json files nest. */
export type ValueTree = { readonly [name: string]: ValueTree | Value };

/** Why a base file cannot be merged into, and where. */
export interface BaseProblem {
  readonly message: string;
  readonly offset: number;
}

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

/** Names of a folder that a message lists. */
const LISTED_NAMES = 5;

/** Returns that a name replaces a folder of the base, with what goes; undefined when the folder is empty. */
export function replacedFolder(name: string, inside: readonly string[], offset: number): BaseProblem | undefined {
  if (inside.length === 0) return undefined;
  const listed = inside
    .slice(0, LISTED_NAMES)
    .map((part) => `${name}.${part}`)
    .join(', ');
  const verb = inside.length === 1 ? 'goes' : 'go';
  return {
    message: `${name} replaces a whole folder of the base file: ${listed}${inside.length > LISTED_NAMES ? ', ...' : ''} ${verb}`,
    offset,
  };
}

/** Returns the path of a symbol in a yaml or json file. */
export function pathOf(assignment: Assignment): readonly string[] {
  return assignment.name.split('.');
}
