// SPDX-License-Identifier: MIT
import { resolve } from 'node:path';
import type { CommandSpec } from './lib/core/settings/args.ts';
import { UsageError } from './lib/core/diagnostic.ts';
import { gatherView } from './lib/edge/metrics/gather-view.ts';
import { settingsOf } from './lib/edge/invocation.ts';
import { sourceOf } from './lib/commands/call/report-source.ts';
import { EXIT, runScript } from './lib/commands/call/run-script.ts';
import { diffLines, diffSweeps, parseTolerance } from './lib/report/diff.ts';

const SPEC: CommandSpec = {
  name: 'diff',
  summary: 'Compares two sweeps configuration by configuration and tells what got worse.',
  positionals: ['A', 'B'],
  settings: ['METRIC', 'GOAL', 'METRIC_REGEX', 'METRIC_FILES', 'UNITS', 'TOLERANCE'],
  details:
    'Exit code 1 when something got worse by more than TOLERANCE, so that CI can use it. The metric is that of A unless given.',
};

await runScript(SPEC, (invocation) => {
  const given = settingsOf(invocation);
  const [a, b] = (['A', 'B'] as const).map((name) => given.text(name) ?? '');
  if (a === undefined || b === undefined || a === '' || b === '')
    throw new UsageError('two sweep folders are needed', 'make sweep-diff A=DIR B=DIR');
  const before = sourceOf(invocation, resolve(invocation.cwd, a), false);
  const after = sourceOf(invocation, resolve(invocation.cwd, b), false);
  const nowMs = Date.now();
  const old = gatherView(before.folder, before.settings, nowMs);
  // What ranks is decided once: by the call, else by the older sweep.
  const diff = diffSweeps(
    old,
    gatherView(after.folder, before.settings, nowMs),
    parseTolerance(before.settings.get('TOLERANCE')),
  );
  if (invocation.switches.has('json')) {
    const rows = diff.rows.map((r) => ({
      config_file: r.before.configFile,
      config: r.before.config,
      change: r.change ?? null,
      verdict: r.verdict,
      why: r.why,
    }));
    process.stdout.write(`${JSON.stringify(rows, undefined, 1)}\n`);
  } else process.stdout.write(`${diffLines(diff, old).join('\n')}\n`);
  return diff.rows.some((r) => r.verdict === 'regression') ? EXIT.someFailed : EXIT.done;
});
