// SPDX-License-Identifier: MIT
// seeds_summary_text.txt as hypnettorch's gather_random_seeds leaves it (Apache-2.0; the facts are those of its write_seeds_summary): the mean of
// each metric over the seeds, its standard deviation as numpy's (of the runs themselves, divided by n), and both as a row of a LaTeX table.
import { fixedByPython } from '../core/python-number.ts';
import { mean, standardDeviation } from '../results/stats/describe.ts';
import { unitOf } from '../results/units.ts';
import { numberOf } from './build-view.ts';
import { groupValue, runsBySetting } from './seed-setting.ts';
import { isRankable, type ReportRun, type SweepView } from './view.ts';

/** Decimals of hypnettorch where UNITS does not say otherwise, as its summary_precs does. */
const DECIMALS = 2;

/**
 * Returns seeds_summary_text.txt: one block, or, where several settings have two seeds or more, one of each, best first, under a line that names it.
 * Undefined where no setting has two seeds.
 */
export function renderSeedsSummary(view: SweepView): string | undefined {
  const runs = view.ranked.filter((run) => isRankable(run) && run.unranked === null);
  const settings = runsBySetting(runs, view.seedSymbol)
    .filter((own) => own.length > 1)
    .map((own) => ({ own, key: meanOf(own, view.metrics[0]?.column) }))
    .sort((a, b) => (view.metrics[0]?.goal === 'min' ? a.key - b.key : b.key - a.key));
  if (settings.length === 0 || view.metrics.length === 0) return undefined;
  const names = view.varying.filter((name) => name !== view.seedSymbol);
  return settings
    .map(({ own }) => {
      const title = names.map((name) => `${name}=${groupValue(own, name)}`).join(' ');
      return `${settings.length === 1 ? '' : `${title}\n`}${blockOf(view, own)}`;
    })
    .join('');
}

function blockOf({ metrics, units }: SweepView, runs: readonly ReportRun[]): string {
  const columns = metrics.map(({ column }) => column);
  const cells = columns.map((column) => {
    const values = valuesOf(runs, column);
    const n = values.length;
    const decimals = unitOf(units, column)?.decimals ?? DECIMALS;
    return [mean(values), n === 1 ? 0 : standardDeviation(values) * Math.sqrt((n - 1) / n)].map((number) =>
      fixedByPython(number, decimals),
    );
  });
  const lines = columns.map((column, i) => `${column} (mean +/- std): ${cells[i]?.join(' +- ')}\n`);
  const row = cells.map((pair) => `${pair.join(' $\\pm$  ')} `).join(' & ');
  return `${lines.join('')}Number of seeds: ${runs.length} \n\nPublication tables style: \n[${columns
    .map((column) => `'${column}'`)
    .join(', ')}] \n${row} \n\n`;
}

function meanOf(runs: readonly ReportRun[], column: string | undefined): number {
  return column === undefined ? Number.NaN : mean(valuesOf(runs, column));
}

function valuesOf(runs: readonly ReportRun[], column: string): readonly number[] {
  return runs.flatMap((run) => {
    const value = numberOf(run, column);
    return typeof value === 'number' && Number.isFinite(value) ? [value] : [];
  });
}
