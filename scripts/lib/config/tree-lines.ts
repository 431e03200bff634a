// SPDX-License-Identifier: MIT
import type { Span } from '../core/source.ts';
import type { KLineToCheck } from '../kconfig/check-lines.ts';
import type { KOrigin } from '../kconfig/complete.ts';
import type { RangeFile } from '../range/parse.ts';
import { listedValues, progressionOf } from '../range/range-values.ts';
import { SET_PATH } from '../range/set.ts';
import type { Alternative, Definition, Distribution, Drawn } from '../range/tree.ts';
import { unreachable } from '../core/unreachable.ts';

/** Values of a range that are looked at: its first ones and its last one show what all of them are. */
const LOOKED_AT = 1000;

/** Returns the lines of a range file as a Kconfig tree checks them: each name with its values and where it comes from. */
export function treeLines(file: RangeFile, swept: readonly string[]): KLineToCheck[] {
  const isSwept = new Set(swept);
  return file.definitions.flatMap((definition) =>
    definition.names.map(({ name, span }, column) => ({
      name,
      span,
      origin: isSwept.has(name) ? 'swept' : originOf(file, definition.span),
      always: isAlways(definition, column),
      values: valuesOf(definition, column),
    })),
  );
}

/** Where the value of a symbol comes from that every configuration shares. */
export function originOf(file: RangeFile, { source }: Span): KOrigin {
  return source.path === file.source.path || source.path === SET_PATH ? 'fixed' : 'sourced';
}

function isAlways({ condition, right }: Definition, column: number): boolean {
  return condition === undefined && (right.kind !== 'rows' || right.rows.every((row) => row[column] !== undefined));
}

function valuesOf({ right }: Definition, column: number): KLineToCheck['values'] {
  switch (right.kind) {
    case 'choices':
      return right.alternatives.flatMap(valuesOfAlternative);
    case 'rows':
      return right.rows.flatMap((row) => {
        const cell = row[column];
        return cell === undefined ? [] : [{ text: cell.value.text, span: cell.span }];
      });
    case 'sampled':
      return drawnValues(right.distribution, right.span);
    case 'sampled-list':
    case 'rows-file':
    case 'computed':
    case 'unset':
      return [];
    default:
      return unreachable(right);
  }
}

/** Laws whose numbers are no bounds of what they draw. */
const UNBOUNDED: ReadonlySet<Distribution['name']> = new Set(['gauss', 'loggauss', 'beta']);

/** The values of a choice, the ends of a law. */
function drawnValues(drawn: Drawn, span: Span): KLineToCheck['values'] {
  if (drawn.name !== 'choice')
    return UNBOUNDED.has(drawn.name) ? [] : [drawn.low, drawn.high].map((text) => ({ text, span }));
  return drawn.items.flatMap((item) =>
    item.kind === 'value' ? [{ text: item.value.text, span: item.span }] : drawnValues(item.law, span),
  );
}

function valuesOfAlternative(alternative: Alternative): KLineToCheck['values'] {
  const { span } = alternative;
  if (alternative.kind === 'value') return [{ text: alternative.value.text, span }];
  const { range } = alternative;
  if (range.kind !== 'arithmetic') {
    const values = listedValues(range);
    return Array.isArray(values) ? values.slice(0, LOOKED_AT).map(({ text }) => ({ text, span })) : [];
  }
  const progression = progressionOf(range);
  const shown = Math.min(progression.size, LOOKED_AT);
  const indices = Array.from({ length: shown }, (_, i) => i);
  if (progression.size > shown) indices.push(progression.size - 1);
  return indices.map((index) => ({ text: progression.at(index).text, span }));
}
