// SPDX-License-Identifier: MIT
import { columnNamed, endedInVain, type PageColumn } from '../page-data.ts';
import { type ChartOption, frame, titled } from './axes.ts';
import type { Scene } from './chart.ts';
import { columnText, type Paper } from './theme.ts';
import { tooltipLook } from './tooltip.ts';
import { valueAxis } from './value-axis.ts';
import { bandArea } from './marks.ts';

/** Numbers of runs that are computed. */
const PLACES = 60;

/** The best that so many runs bring, if they are drawn from these. */
export interface BestAfter {
  readonly runs: number;
  readonly expected: number;
  /** Quartiles. */
  readonly low: number;
  readonly high: number;
}

/**
 * Returns the best value that n of these runs bring, drawn without replacement, for n from 1 to all: its expectation and its
 * quartiles. `values` are best first; `failed` more runs brought none and count as worse, and a draw of these alone is left out.
 * (As Dodge et al., "Show Your Work", EMNLP 2019, ask it; they draw with replacement.)
 */
export function bestAfter(values: readonly number[], failed: number): readonly BestAfter[] {
  const total = values.length + failed;
  if (values.length === 0) return [];
  const most = Math.min(PLACES, total);
  const sizes = Array.from({ length: most }, (_, k) =>
    most === total ? k + 1 : Math.max(1, Math.round(total ** (k / (most - 1)))),
  );
  return [...new Set(sizes)].map((n) => {
    let [chance, mass, expected] = [n / total, 0, 0];
    let quartiles: number[] = [];
    const places: [value: number, mass: number][] = [];
    for (let i = 0; i < values.length && chance > 0; i += 1) {
      mass += chance;
      expected += chance * (values[i] ?? 0);
      places.push([values[i] ?? 0, mass]);
      // The chance that the next best is the best of the draw, given those of the better ones.
      chance = total - i - 1 <= 0 ? 0 : (chance * (total - i - n)) / (total - i - 1);
    }
    quartiles = [0.25, 0.75].map((q) => places.find(([, m]) => m >= q * mass)?.[0] ?? values.at(-1) ?? 0);
    return { runs: n, expected: expected / mass, low: Math.min(...quartiles), high: Math.max(...quartiles) };
  });
}

/** Returns the expected best after n runs, with the middle half of what may come. */
export function bestAfterOption(scene: Scene, { theme }: Paper): ChartOption {
  const metric = columnNamed(scene.data, scene.data.metric);
  if (metric === undefined) return frame(theme);
  const { values, failed } = valuesOf(scene, metric);
  const rows = bestAfter(
    [...values].sort((a, b) => (metric.goal === 'min' ? a - b : b - a)),
    failed,
  );
  return {
    ...frame(theme),
    xAxis: {
      type: rows.length > 0 && (rows.at(-1)?.runs ?? 0) > 20 ? 'log' : 'value',
      min: 1,
      max: rows.at(-1)?.runs ?? 1,
      ...titled('runs', theme, 'x'),
      axisLabel: { color: theme.muted, hideOverlap: true },
    },
    yAxis: valueAxis({ ...metric, values: rows.flatMap((r) => [r.low, r.high, r.expected]) }, theme, 'y'),
    tooltip: {
      trigger: 'axis',
      ...tooltipLook(theme),
      formatter: ([at]: readonly { readonly dataIndex: number }[]) => {
        const row = rows[at?.dataIndex ?? -1];
        const text = (x: number): string => columnText(metric, Number(x.toPrecision(5)));
        return row === undefined
          ? ''
          : `best of ${row.runs}: ${text(row.expected)}<br>half of the draws: ${text(row.low)} – ${text(row.high)}`;
      },
    },
    series: [
      {
        type: 'line',
        name: 'expected',
        data: rows.map((r) => [r.runs, r.expected]),
        symbol: 'none',
        lineStyle: { color: theme.accent, width: 2 },
        itemStyle: { color: theme.accent },
        z: 3,
      },
      bandArea(
        rows.map((r) => [r.runs, r.low, r.high]),
        theme.accent,
      ),
    ],
  };
}

/** Returns how many of the chosen runs count. */
export function bestAfterShown(scene: Scene): number {
  const metric = columnNamed(scene.data, scene.data.metric);
  if (metric === undefined) return 0;
  const { values, failed } = valuesOf(scene, metric);
  return values.length + failed;
}

function valuesOf(
  { data, chosen }: Scene,
  metric: PageColumn,
): { readonly values: readonly number[]; readonly failed: number } {
  const values: number[] = [];
  let failed = 0;
  for (const run of chosen) {
    const value = metric.values[run] ?? null;
    if (value !== null && data.runs.ranks[run] !== null) values.push(value);
    else if (endedInVain(data, run)) failed += 1;
  }
  return { values, failed };
}
