// SPDX-License-Identifier: MIT
import type { Span } from '../core/source.ts';
import type { Definition, Expression, Named } from './tree.ts';

/** A line `unset NAME [if condition]`: the key of that name goes from the base of every configuration that meets the condition. */
export interface Unset {
  readonly named: Named;
  readonly condition?: Expression;
  readonly span: Span;
}

/** Lines that give values, and apart from them the unset lines of names that no line gives a value. */
export interface PartedLines {
  readonly definitions: readonly Definition[];
  readonly unsets: readonly Unset[];
}

/**
 * Parts the unset lines of names that never have a value from all other lines. Beside lines with values an unset line is
 * one of them: where it is the first whose condition holds, the symbol is absent.
 */
export function partUnsets(lines: readonly Definition[]): PartedLines {
  const valued = new Set(
    lines.filter(({ right }) => right.kind !== 'unset').flatMap(({ names }) => names.map((n) => n.name)),
  );
  const unsets: Unset[] = [];
  const definitions = lines.filter(({ names: [named], right, span, condition }) => {
    if (right.kind !== 'unset' || named === undefined || valued.has(named.name)) return true;
    unsets.push({ named, span, ...(condition === undefined ? {} : { condition }) });
    return false;
  });
  return { definitions, unsets };
}
