// SPDX-License-Identifier: MIT
import type { PageData, PageParameter } from '../page-data.ts';

/** Returns the parameters but the seed, those that mattered most first; those of which nothing is known stand behind them in their order. */
export function strongestFirst(data: PageData): readonly PageParameter[] {
  const own = chartedParameters(data);
  const known = data.effects.flatMap((e) => (e.kind === 'main' ? own.filter((p) => e.symbols.includes(p.name)) : []));
  return [...new Set([...known, ...own])];
}

/** A chart of the metric by its seeds would be one of luck. */
export function chartedParameters({ parameters, seed }: PageData): readonly PageParameter[] {
  return parameters.filter((p) => p.name !== seed);
}

/** Returns so many parameters that mattered most, in the order of the range file. */
export function chosenParameters(data: PageData, most: number): readonly PageParameter[] {
  const chosen = new Set(strongestFirst(data).slice(0, most));
  return data.parameters.filter((p) => chosen.has(p));
}
