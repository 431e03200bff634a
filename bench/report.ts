// SPDX-License-Identifier: MIT
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRng } from '../scripts/lib/core/rng.ts';
import { folderOf, type SyntheticRun, writeSyntheticSweep } from '../tests/rig/synthetic-sweep.ts';

const RUNS = 10_000;
const EPOCHS = 100;
const ROOT = join(import.meta.dirname, '..');

/** Time and memory of one report, as the whole process takes it. */
interface Measured {
  readonly seconds: number;
  readonly megabytes: number;
}

/** Prints the time and peak memory of the first report on 10,000 runs with curves of 100 epochs, and of one after a change. */
export function benchReport(): void {
  const folder = mkdtempSync(join(tmpdir(), 'ks-bench-report-'));
  try {
    const runs = manyRuns();
    const sweep = writeSyntheticSweep(join(folder, 'sweep'), { runs });
    measure(sweep); // the page's script is bundled once for each version of ksweep
    rmSync(join(sweep, '.metrics-cache.json'), { force: true });
    print('first report', measure(sweep));
    const changed = join(sweep, folderOf(runs[5] as SyntheticRun, 6, RUNS), 'training_metrics.json');
    writeFileSync(changed, '{"test_acc": [99.5]}');
    utimesSync(changed, 1_700_000_000, 1_700_000_000);
    print('second report, one run changed', measure(sweep));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function manyRuns(): readonly SyntheticRun[] {
  const rng = createRng('bench');
  return Array.from({ length: RUNS }, (_, i) => {
    const lr = (10 ** (-5 + 4 * rng.float())).toPrecision(9);
    const curve = Array.from({ length: EPOCHS }, (_e, e) => Math.round(1e4 * (90 - 60 * Math.exp(-e / 20) + rng.float() - (Math.log10(Number(lr)) + 3) ** 2)) / 1e4);
    const metrics = { test_acc: curve, train_loss: curve.map((c) => Math.round(1e4 * (3 - c / 40)) / 1e4), epoch: curve.map((_c, e) => e), final_sparsity: rng.float() };
    const values = { CONFIG_LR: lr, CONFIG_WD: rng.float().toPrecision(4), CONFIG_DEPTH: String(1 + rng.below(8)), CONFIG_OPT: ['adam', 'sgd', 'lion'][i % 3] ?? '' };
    return { values, seconds: 100 * rng.float(), files: { 'training_metrics.json': metrics } };
  });
}

function measure(sweep: string): Measured {
  const program = `const t = performance.now(); process.argv.splice(1, 0, 'report');
    process.on('exit', () => process.stderr.write('MEASURED ' + process.resourceUsage().maxRSS + '\\n'));
    await import(${JSON.stringify(join(ROOT, 'scripts/report.ts'))});`;
  const start = performance.now();
  const args = ['--import', 'tsx', '--input-type=module', '--eval', program, '--', sweep, '--metric', 'test_acc'];
  const run = spawnSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8' });
  const seconds = (performance.now() - start) / 1000;
  const kilobytes = Number(/MEASURED (\d+)/.exec(run.stderr)?.[1]);
  if (run.status !== 0 || Number.isNaN(kilobytes)) throw new Error(`the report failed: ${run.stderr}`);
  return { seconds, megabytes: kilobytes / 1024 };
}

function print(what: string, { seconds, megabytes }: Measured): void {
  process.stdout.write(`${what} (${RUNS} runs, ${EPOCHS} epochs): ${seconds.toFixed(2)} s, ${megabytes.toFixed(0)} MB\n`);
}

if (process.argv[1] === import.meta.filename) benchReport();
