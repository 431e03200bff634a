// SPDX-License-Identifier: MIT
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRng } from '../scripts/lib/core/rng.ts';
import { folderOf, type SyntheticRun, writeSyntheticSweep } from '../tests/rig/synthetic-sweep.ts';
import { compare, type Ratio } from './ratio.ts';

const EPOCHS = 100;
const ROUNDS = 5;
const ROOT = join(import.meta.dirname, '..');
const START = join(ROOT, 'scripts', 'start.cjs');

/** What anybody could do instead: read the metrics of every run and keep the last value of one. */
const PLAIN_LOOP = `
  const { readdirSync, readFileSync } = require('node:fs');
  const last = new Map();
  for (const name of readdirSync(process.argv[1])) {
    if (name.startsWith('config_')) last.set(name, JSON.parse(readFileSync(process.argv[1] + '/' + name + '/training_metrics.json', 'utf8')).test_acc.at(-1));
  }
  if (last.size !== Number(process.argv[2])) throw new Error('found ' + last.size);`;

/** Reports on many runs with curves of 100 epochs, the first one, one after a change and one after none, beside a plain loop over the files; prints the peak memory too. */
export async function benchReport(count = 10_000): Promise<readonly Ratio[]> {
  const folder = mkdtempSync(join(tmpdir(), 'ks-bench-report-'));
  try {
    const runs = manyRuns(count);
    const sweep = writeSyntheticSweep(join(folder, 'sweep'), { runs });
    const changed = join(sweep, folderOf(runs[5] as SyntheticRun, 6, count), 'training_metrics.json');
    let change = 0;
    let [firstMb, secondMb] = [report(sweep), 0]; // what is built once for each version of ksweep is built now
    const first = (): void => {
      for (const cache of ['.metrics-cache.json', '.report-cache.json']) rmSync(join(sweep, cache), { force: true });
      firstMb = report(sweep);
    };
    const second = (): void => {
      change += 1;
      writeFileSync(changed, `{"test_acc": [${90 + change / 100}]}`);
      utimesSync(changed, 1_700_000_000 + change, 1_700_000_000 + change);
      secondMb = report(sweep);
    };
    const again = (): void => void report(sweep);
    const plainLoop = (): void => void run(['--eval', PLAIN_LOOP, '--', sweep, String(count)]);
    const shared = { items: count, rounds: ROUNDS, beside: 'plain loop: JSON.parse of every metrics file' };
    const ratios = [
      await compare({
        ...shared,
        what: `first report, ${count} runs of ${EPOCHS} epochs`,
        ours: first,
        theirs: plainLoop,
      }),
      await compare({ ...shared, what: 'second report, one run changed', ours: second, theirs: plainLoop }),
      await compare({
        ...shared,
        what: 'second report, one run changed',
        beside: 'first report',
        ours: second,
        theirs: first,
      }),
    ];
    again(); // of what changed a moment ago nothing is kept
    ratios.push(await compare({ ...shared, what: 'again, nothing changed', ours: again, theirs: plainLoop }));
    process.stdout.write(
      `        peak memory of a report on ${count} runs: ${firstMb.toFixed(0)} MB the first, ${secondMb.toFixed(0)} MB the second\n`,
    );
    return ratios;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function manyRuns(count: number): readonly SyntheticRun[] {
  const rng = createRng('bench');
  return Array.from({ length: count }, (_, i) => {
    const lr = (10 ** (-5 + 4 * rng.float())).toPrecision(9);
    const curve = Array.from(
      { length: EPOCHS },
      (_e, e) =>
        Math.round(1e4 * (90 - 60 * Math.exp(-e / 20) + rng.float() - (Math.log10(Number(lr)) + 3) ** 2)) / 1e4,
    );
    const metrics = {
      test_acc: curve,
      train_loss: curve.map((c) => Math.round(1e4 * (3 - c / 40)) / 1e4),
      epoch: curve.map((_c, e) => e),
      final_sparsity: rng.float(),
    };
    const values = {
      CONFIG_LR: lr,
      CONFIG_WD: rng.float().toPrecision(4),
      CONFIG_DEPTH: String(1 + rng.below(8)),
      CONFIG_OPT: ['adam', 'sgd', 'lion'][i % 3] ?? '',
    };
    return { values, seconds: 100 * rng.float(), files: { 'training_metrics.json': metrics } };
  });
}

/** Writes the reports as `make sweep-report` does; returns the peak memory, megabytes. */
function report(sweep: string): number {
  const program = `process.argv.splice(1, 0, 'start', 'report');
    process.on('exit', () => process.stderr.write('PEAK ' + process.resourceUsage().maxRSS + '\\n'));
    await import(${JSON.stringify(START)});`;
  const kilobytes = Number(
    /PEAK (\d+)/.exec(run(['--input-type=module', '--eval', program, '--', sweep, '--metric', 'test_acc']))?.[1],
  );
  if (Number.isNaN(kilobytes)) throw new Error('the report did not tell its memory');
  return kilobytes / 1024;
}

function run(args: readonly string[]): string {
  const { status, stderr } = spawnSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8' });
  if (status !== 0) throw new Error(`it failed: ${stderr}`);
  return stderr;
}
