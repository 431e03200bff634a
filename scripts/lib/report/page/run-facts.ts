// SPDX-License-Identifier: MIT
import { columnText } from '../charts/theme.ts';
import type { PageData } from '../page-data.ts';
import { bareName } from '../words.ts';

/** A name and what it is in one run. */
export interface Fact {
  readonly name: string;
  readonly text: string;
}

/** A link from the page. */
export interface RunLink {
  readonly text: string;
  readonly href: string;
}

/** Returns what a run is, in a line: its rank and how it ended. */
export function titleOf({ runs }: PageData, run: number): string {
  const rank = runs.ranks[run] ?? null;
  const ranked = runs.ranks.filter((r) => r !== null).length;
  const status = [runs.statuses[run] ?? '', runs.reasons[run] ?? ''].filter((text) => text !== '').join(': ');
  return `${rank === null ? 'Not ranked' : `Rank ${rank} of ${ranked}`}; ${status}`;
}

/** Returns the values and metrics of a run, whole. */
export function runValues(
  data: PageData,
  run: number,
): { readonly varying: readonly Fact[]; readonly fixed: readonly Fact[]; readonly metrics: readonly Fact[] } {
  const varying = data.parameters.flatMap(({ name, levels, codes }) => {
    const level = levels[codes[run] ?? -1];
    return level === undefined ? [] : [{ name: bareName(name), text: level }];
  });
  const numbers = data.columns.flatMap((column) => {
    const value = column.values[run] ?? null;
    if (value === null) return [];
    const text = columnText(column, value);
    const isRounded = Number.parseFloat(text) !== value * (column.unit?.factor ?? 1);
    return [{ name: column.label, text: isRounded ? `${text} (${value})` : text }];
  });
  const words = data.texts.flatMap(({ name, values }) => {
    const text = values[run] ?? null;
    return text === null ? [] : [{ name, text }];
  });
  return {
    varying,
    fixed: data.fixed.map(({ name, text }) => ({ name: bareName(name), text })),
    metrics: [...numbers, ...words],
  };
}

/** Returns the attempts of a run, a sentence each. */
export function attemptsOf({ attempts }: PageData, run: number): readonly string[] {
  if (attempts === null) return [];
  return [...attempts.runs.keys()].flatMap((i) => {
    if (attempts.runs[i] !== run) return [];
    const began = new Date(attempts.beganMs + 1000 * (attempts.starts[i] ?? 0))
      .toISOString()
      .slice(0, 19)
      .replace('T', ' ');
    const seconds = attempts.seconds[i] ?? null;
    const took = seconds === null ? '' : `, ${seconds} s`;
    return [
      `${attempts.numbers[i] ?? 1}: ${began} UTC on ${attempts.lanes[attempts.on[i] ?? 0] ?? ''}${took}, ${attempts.ends[i] ?? ''}`,
    ];
  });
}

/** Returns the runs that a run is built upon, each with the address that opens its panel. */
export function needsOf({ needs }: PageData, run: number): readonly RunLink[] {
  return (needs?.of[run] ?? []).flatMap((place) => {
    const need = needs?.all[place];
    return need === undefined
      ? []
      : [{ text: `${need.stage}/${need.name}`, href: `${need.page}#run=${encodeURIComponent(need.name)}` }];
  });
}

/** Returns where the files of a run lie, from the page. */
export function linksOf({ runs }: PageData, run: number): { readonly log: string; readonly files: readonly RunLink[] } {
  const folder = (runs.folders[run] ?? '').split('/').map(encodeURIComponent).join('/');
  const log = `${folder}/output.log`;
  return {
    log,
    files: [
      { text: 'folder', href: `${folder}/` },
      { text: 'output.log', href: log },
      { text: 'repro.sh', href: `${folder}/repro.sh` },
    ],
  };
}
