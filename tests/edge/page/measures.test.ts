// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { createRng } from '../../../scripts/lib/core/rng.ts';
import { writeReports } from '../../../scripts/lib/edge/page/report-writer.ts';
import type { NextEntry } from '../../../scripts/lib/report/outlook-form.ts';
import type { Statistics } from '../../../scripts/lib/report/statistics-form.ts';
import { settingsFor, type SyntheticRun, temporaryFolder, writeSyntheticSweep } from '../../rig/synthetic-sweep.ts';

/** Samples in which the product of two parameters decides, and neither of them alone; `speed` is an outcome. */
function runs(): readonly SyntheticRun[] {
  const rng = createRng('measures');
  return Array.from({ length: 80 }, () => {
    const [lr, wd, noise] = [10 ** (-1 + 2 * rng.float()), 10 ** (-1 + 2 * rng.float()), rng.float()];
    const acc = 90 - 5 * Math.log10(lr * wd) ** 2 + noise;
    return {
      values: { CONFIG_LR: lr.toPrecision(6), CONFIG_WD: wd.toPrecision(6) },
      files: { 'training_metrics.json': { acc, speed: acc, 'complexity.flops': 100 * wd } },
    };
  });
}

test('derived columns of parameters, and complexity measures, are factors of samples; outcomes are none', (t) => {
  const sweep = writeSyntheticSweep(join(temporaryFolder(t), 'sweep'), { runs: runs() });
  const DERIVE = 'lr_wd = CONFIG_LR * CONFIG_WD; per = acc / CONFIG_LR; lr2 = CONFIG_LR * 2';
  writeReports(sweep, settingsFor({ METRIC: 'acc', REPORTS: 'statistics text', DERIVE, MODE: 'random' }));
  const { effects } = JSON.parse(readFileSync(join(sweep, 'sweep_statistics.json'), 'utf8')) as Statistics;
  // lr2 and the flops go with a parameter, and say nothing of their own.
  assert.deepEqual(effects.map((e) => e.symbols.join()).sort(), ['CONFIG_LR', 'CONFIG_WD', 'lr_wd']);
  assert.deepEqual([effects[0]?.symbols[0], effects[0]?.shown], ['lr_wd', true]);
  assert.ok((effects[0]?.share ?? 0) > 0.7, `${effects[0]?.share}`);
  const best = Number(effects[0]?.best?.['lr_wd']);
  assert.ok(best > 0.3 && best < 3, `best at ${best}`);
  assert.match(readFileSync(join(sweep, 'sweep_analysis.txt'), 'utf8'), /\n {2}lr_wd: \d+\.\d%; p < 0\.001; best /);
});

test('what a shown measure is made of is not offered to be fixed, and nothing is where nobody knows what it is made of', (t) => {
  const rng = createRng('fixed');
  const own = runs().map((run): SyntheticRun => ({ ...run, values: { ...run.values, CONFIG_X: String(rng.float()) } }));
  const fixedIn = (given: readonly SyntheticRun[], more: Readonly<Record<string, string>>): readonly NextEntry[] => {
    const sweep = writeSyntheticSweep(join(temporaryFolder(t), 'sweep'), { runs: given });
    writeReports(sweep, settingsFor({ METRIC: 'acc', REPORTS: 'statistics', MODE: 'random', ...more }));
    const { next } = JSON.parse(readFileSync(join(sweep, 'sweep_statistics.json'), 'utf8')) as Statistics;
    return next.filter((e) => e.kind === 'fix');
  };
  assert.deepEqual(
    fixedIn(own, { DERIVE: 'lr_wd = LR * CONFIG_WD' }).map((e) => e.symbols),
    [['CONFIG_X']],
  );
  const measured = own.map((run): SyntheticRun => {
    const [lr, wd] = [Number(run.values['CONFIG_LR']), Number(run.values['CONFIG_WD'])];
    const acc = 90 - 5 * Math.log10(lr * wd) ** 2;
    return { ...run, files: { 'training_metrics.json': { acc, 'complexity.flops': lr * wd } } };
  });
  assert.deepEqual(fixedIn(measured, {}), []);
});
