// SPDX-License-Identifier: MIT
import { resolve } from 'node:path';
import { UsageError } from '../core/diagnostic.ts';
import { gatherView } from '../edge/metrics/gather-view.ts';
import { diffLines, diffSweeps, parseTolerance, type SweepDiff } from '../report/diff.ts';
import { commandOf, EXIT } from './call/command.ts';
import { sourceOf } from './call/report-source.ts';
import { DIFF_SPEC } from './specs/results.ts';

/** Compares two sweeps; a regression makes the exit code 1. */
export const DIFF = commandOf(DIFF_SPEC, (call) => {
  const [a, b] = [call.settings.text('A') ?? '', call.settings.text('B') ?? ''];
  if (a === '' || b === '') throw new UsageError('two sweep folders are needed', 'make sweep-diff A=DIR B=DIR');
  // What ranks is decided once: by the call, else by the older sweep.
  const { folder: before, settings } = sourceOf(call, resolve(call.cwd, a), false);
  const after = sourceOf(call, resolve(call.cwd, b), false).folder;
  const nowMs = Date.now();
  const old = gatherView(before, settings, nowMs);
  const tolerance = parseTolerance(settings.get('TOLERANCE'));
  const diff = diffSweeps(old, gatherView(after, settings, nowMs), tolerance);
  return {
    text: () => `${diffLines(diff, old).join('\n')}\n`,
    // Without a tolerance nothing is asked of the sweeps as a whole, and the answer is the list that it always was.
    json: () =>
      tolerance.amount > 0 ? { configurations: rowsJson(diff), equivalence: equivalenceJson(diff) } : rowsJson(diff),
    exit: diff.rows.some((r) => r.verdict === 'regression') ? EXIT.someFailed : EXIT.done,
  };
});

function rowsJson({ rows }: SweepDiff): readonly unknown[] {
  return rows.map((r) => ({
    config_file: r.before.configFile,
    config: r.before.config,
    change: r.change ?? null,
    verdict: r.verdict,
    why: r.why,
  }));
}

/** Null for fewer pairs than an interval needs. */
function equivalenceJson({ equivalence }: SweepDiff): unknown {
  if (equivalence === undefined) return null;
  const { pairs, mean, low, high, delta, isEquivalent } = equivalence;
  return { pairs, mean_change: mean, ci_low: low, ci_high: high, delta, equivalent: isEquivalent };
}
