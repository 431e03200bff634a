// SPDX-License-Identifier: MIT
import { displayText, type Value } from '../core/value.ts';
import type { RangeFile } from '../range/parse.ts';
import type { Point } from '../space/designs/index.ts';
import type { Axis, Space } from '../space/space.ts';

/** A symbol of the sweep with the kinds of its values, in words. */
export interface AxisKinds {
  readonly name: string;
  /** `3 numbers`, `numbers from ~uniform(0,1)`, `4 words`. */
  readonly values: string;
}

/** Values of a line whose kinds are looked at; a longer range has numbers only. */
const LOOKED_AT = 1000;

/** Returns the kinds of the values of each axis, symbol by symbol. */
export function axisKinds({ axes, file }: Pick<Space, 'axes' | 'file'>): AxisKinds[] {
  return axes.flatMap((axis) =>
    axis.names.map((name, column) => ({ name, values: valuesText(axis, column, name, file) })),
  );
}

function valuesText(axis: Axis, column: number, name: string, file: RangeFile): string {
  const kinds = new Set<string>();
  const laws: string[] = [];
  let count = 0;
  let isLettered = false;
  for (const line of axis.lines) {
    if (line.sampled !== undefined) {
      laws.push(line.sampled);
      continue;
    }
    count += line.size;
    for (let i = 0; i < Math.min(line.size, LOOKED_AT); i += 1) {
      const value = line.row(i)[column];
      if (value !== undefined) kinds.add(kindOf(value));
      if (value?.kind === 'text' && value.letter !== undefined) isLettered = true;
    }
  }
  const words = [...kinds].map((kind) => (kind === 'texts' && isLettered ? 'words' : kind));
  const quoted = file.kinds.quoted.has(name) && kinds.has('numbers') ? ' in quotes' : '';
  const helper = file.helpers.has(name) ? ' (helper)' : '';
  const parts = count === 0 ? [] : [`${count.toLocaleString('en-US')} ${words.join(', ')}${quoted}`];
  return [...parts, ...laws].join(' or ') + helper;
}

function kindOf(value: Value): string {
  switch (value.kind) {
    case 'number':
    case 'hex':
      return 'numbers';
    case 'tristate':
      return 'y, n or m';
    case 'boolean':
      return 'booleans';
    case 'null':
      return 'null';
    case 'text':
      return 'texts';
    case 'list':
      return value.text.startsWith('{') ? 'objects' : 'lists';
  }
}

/** Returns `NAME=value` for each symbol that is the same in every configuration. */
export function fixedValues(space: Space, first: Point | undefined): string[] {
  const varying = new Set([
    ...space.swept,
    ...space.model.groups.flatMap((g) => (g.computed === undefined ? [] : g.names)),
  ]);
  return (first?.assignments ?? []).flatMap(({ name, value }) =>
    varying.has(name) ? [] : [`${name}=${displayText(value)}`],
  );
}
