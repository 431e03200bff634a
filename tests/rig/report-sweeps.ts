// SPDX-License-Identifier: MIT
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createRng } from '../../scripts/lib/core/rng.ts';
import { writeReports } from '../../scripts/lib/edge/page/report-writer.ts';
import { settingsFor, type SyntheticRun, writeSyntheticSweep } from './synthetic-sweep.ts';

const SETTINGS = { METRIC: 'test_acc', UNITS: 'test_acc=%, final_sparsity=x100%' };

/** Runs with a hostile text value, failures and curves; `better` is added to each one's accuracy. */
export function manyRuns(count: number, better = 0): readonly SyntheticRun[] {
  const rng = createRng('page');
  return Array.from({ length: count }, (_, i): SyntheticRun => {
    const lr = (10 ** (-4 + 3 * rng.float())).toPrecision(9);
    const acc = 80 - (Math.log10(Number(lr)) + 2.5) ** 2 + rng.float() + better;
    const values = {
      CONFIG_LR: lr,
      CONFIG_DEPTH: String(1 + (i % 4)),
      CONFIG_NAME: i % 2 === 0 ? 'plain' : '</script><img src=x>',
    };
    if (i % 25 === 7)
      return {
        values,
        end: { status: 'failed', reason: 'exit code', exitCode: 1, detail: 'exit code 1', signature: 's' },
        files: { 'output.log': 'Error: <b>no</b>\n' },
      };
    const curve = Array.from({ length: 5 }, (_e, e) => Math.round(1000 * (acc - 20 / (e + 1))) / 1000);
    const metrics = { test_acc: [...curve, acc], final_sparsity: rng.float(), train_loss: 0.1 + rng.float() / 3 };
    return { values, seconds: 10 + 90 * rng.float(), files: { 'training_metrics.json': metrics } };
  });
}

const LONG = 'CONFIG_ADAMWPRUNE_VERY_LONG_PARAMETER_NAME_OF_THE_SCHEDULE';

/** Every kind of sweep that the page has to look well with. */
export const KINDS = {
  'many runs': { runs: manyRuns(100), settings: SETTINGS },
  'one run': { runs: manyRuns(1), settings: SETTINGS },
  'all failed': { runs: manyRuns(100).filter((run) => run.end !== undefined), settings: SETTINGS },
  'no metric': { runs: manyRuns(10), settings: {} },
  'still running': {
    runs: [
      ...manyRuns(30),
      { values: { CONFIG_LR: '0.5', CONFIG_DEPTH: '9', CONFIG_NAME: 'p' }, end: 'running' as const },
      { values: { CONFIG_LR: '0.6', CONFIG_DEPTH: '9', CONFIG_NAME: 'p' }, end: 'pending' as const },
    ],
    settings: SETTINGS,
  },
  'two metrics': { runs: manyRuns(60), settings: { ...SETTINGS, METRIC: 'test_acc max; total_time min' } },
  'seeds and long names': {
    runs: [1, 2, 3, 4].flatMap((a) =>
      [1, 2, 3].map(
        (seed): SyntheticRun => ({
          values: {
            [LONG]: `a_rather_long_value_of_this_parameter_${a}`,
            CONFIG_OTHER: String(a % 2),
            CONFIG_SEED: String(seed),
          },
          files: {
            'training_metrics.json': {
              test_acc: [1, 2, 70 + a + seed / 10],
              a_metric_with_quite_a_long_name_of_its_own: a * seed,
            },
          },
        }),
      ),
    ),
    settings: { METRIC: 'test_acc', BY: LONG },
  },
} as const satisfies Record<
  string,
  { readonly runs: readonly SyntheticRun[]; readonly settings: Readonly<Record<string, string>> }
>;

export type SweepKind = keyof typeof KINDS;

/** Pages by what they were made of. */
const pages = new Map<string, string>();

process.once('exit', () => {
  for (const page of pages.values()) rmSync(dirname(page), { recursive: true, force: true });
});

/**
 * Writes a sweep with its reports and returns the path of its page. Tests of one process that ask for the same sweep share it, so nobody
 * may change it; it goes with the process.
 */
export function writePage(sweep: {
  readonly runs: readonly SyntheticRun[];
  readonly settings: Readonly<Record<string, string>>;
}): string {
  const key = JSON.stringify(sweep);
  let page = pages.get(key);
  if (page === undefined) {
    const folder = mkdtempSync(join(tmpdir(), 'ks-page-'));
    page = join(folder, 'analysis.html');
    pages.set(key, page);
    writeSyntheticSweep(folder, { runs: sweep.runs, rangeText: '# range\nSWEEP_METRIC="test_acc"\n' });
    writeReports(folder, settingsFor(sweep.settings));
  }
  return page;
}
