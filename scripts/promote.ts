// SPDX-License-Identifier: MIT
import { resolve } from 'node:path';
import type { CommandSpec } from './lib/core/settings/args.ts';
import { UsageError } from './lib/core/diagnostic.ts';
import { promoteBest } from './lib/commands/promote.ts';
import { openReportSource } from './lib/commands/call/report-source.ts';
import { EXIT, runScript } from './lib/commands/call/run-script.ts';

const SPEC: CommandSpec = {
  name: 'promote',
  summary: 'Copies configuration, metrics and plots of the best runs into a folder, with a README.md that shows them.',
  positionals: ['FOLDER'],
  settings: ['OUTPUT_DIR', 'TO', 'TOP', 'BY', 'METRIC', 'GOAL', 'UNITS', 'FILTER', 'DERIVE'],
  details: 'TOP is 3 unless given; with BY so many of each group.',
};

await runScript(SPEC, (invocation) => {
  const { folder, settings, isLatest } = openReportSource(invocation);
  if (isLatest) process.stderr.write(`Sweep: ${folder} (the newest)\n`);
  const to = settings.text('TO');
  if (to === undefined || to === '')
    throw new UsageError('TO says where to copy to', 'make sweep-promote TOP=3 TO=best');
  const promoted = promoteBest(folder, settings, { to: resolve(invocation.cwd, to), nowMs: Date.now() });
  if (invocation.switches.has('json'))
    process.stdout.write(
      `${JSON.stringify({ runs: promoted.runs.map((r) => r.configFile), files: promoted.files })}\n`,
    );
  else
    process.stdout.write(
      `${promoted.markdown}\n${promoted.runs.length} ${promoted.runs.length === 1 ? 'run' : 'runs'}, ${promoted.files} files copied to ${to}\n`,
    );
  return EXIT.done;
});
