// SPDX-License-Identifier: MIT
import { makeLine } from '../../core/make-line.ts';
import { shellQuote } from '../../core/shell-quote.ts';
import type { PageData } from '../page-data.ts';

/** Returns range lines that give some runs again: what varies as rows that move together, then what is the same in all. */
export function rangeLines(data: PageData, runs: readonly number[]): string {
  const stages = new Set(data.needs?.all.map(({ stage }) => stage) ?? []);
  const isOwn = (name: string): boolean => !stages.has(name.slice(0, name.indexOf('.')));
  const parameters = data.parameters.filter(({ name }) => isOwn(name));
  const rows = runs.map((run) => parameters.map(({ levels, codes }) => levels[codes[run] ?? -1] ?? ''));
  const varying =
    parameters.length === 0 || runs.length === 0
      ? []
      : [`${parameters.map((p) => p.name).join(',')}=${rows.map((row) => row.join(',')).join('|')}`];
  const single =
    runs.length === 1
      ? parameters.flatMap((p, i) => (rows[0]?.[i] === '' ? [] : [`${p.name}=${rows[0]?.[i] ?? ''}`]))
      : varying;
  const fixed = data.fixed.filter(({ name }) => isOwn(name)).map(({ name, text }) => `${name}=${text}`);
  return [...single, ...fixed, ''].join('\n');
}

/** Returns the command that runs some runs again, in the folder of their sweep; one line for each sweep. */
export function rerunCommand(data: PageData, runs: readonly number[]): string {
  const { places, of } = data.sweeps;
  return places
    .flatMap((place, sweep) => {
      const own = runs.filter((run) => (of?.[run] ?? 0) === sweep);
      const numbers = ranges(own.map((run) => data.runs.numbers[run] ?? 0));
      const named = numbers.map((part) => `${data.stagePrefix}${part}`).join(',');
      return own.length === 0 ? [] : [makeLine('sweep-resume', place, `RERUN=${named}`)];
    })
    .join('\n');
}

/** Returns the line that runs one run by hand, from the folder that the page lies in. */
export function reproLine(data: PageData, run: number): string {
  return `bash ${shellQuote(`${data.runs.folders[run] ?? ''}/repro.sh`)}`;
}

/** 3 and 7-9 */
function ranges(numbers: readonly number[]): readonly string[] {
  const parts: [number, number][] = [];
  for (const n of [...numbers].sort((a, b) => a - b)) {
    const last = parts.at(-1);
    if (last !== undefined && n === last[1] + 1) last[1] = n;
    else parts.push([n, n]);
  }
  return parts.map(([a, b]) => (a === b ? `${a}` : `${a}-${b}`));
}
