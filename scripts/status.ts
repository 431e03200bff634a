// SPDX-License-Identifier: MIT
import type { CommandSpec } from './lib/core/settings/args.ts';
import { UsageError } from './lib/core/diagnostic.ts';
import { openReportSource } from './lib/commands/call/report-source.ts';
import { EXIT, runScript } from './lib/commands/call/run-script.ts';
import { readStatus } from './lib/edge/sweep-folder/sweep-status.ts';
import { watchSweep } from './lib/commands/status/watch.ts';
import { leaderboard, statusJson, statusText } from './lib/commands/status/show-status.ts';

const SPEC: CommandSpec = {
  name: 'status',
  summary:
    'Says where a sweep stands, running or not: counts, what runs, what failed and why, the best so far. Changes nothing.',
  positionals: ['FOLDER'],
  settings: ['OUTPUT_DIR', 'METRIC', 'GOAL', 'TOP', 'UNITS'],
  switches: { watch: 'a live view: the whole screen on a terminal, else a line for each change' },
};

await runScript(SPEC, async (invocation) => {
  const asJson = invocation.switches.has('json');
  if (asJson && invocation.switches.has('watch'))
    throw new UsageError('--json prints one answer, --watch goes on', 'give one of them');
  const source = openReportSource(invocation);
  if (source.isLatest && !asJson) process.stderr.write(`Sweep: ${source.folder} (the newest)\n`);
  if (invocation.switches.has('watch')) {
    await watchSweep(source.folder, source.settings);
    return EXIT.done;
  }
  const status = readStatus(source.folder);
  if (asJson) process.stdout.write(`${JSON.stringify(statusJson(status))}\n`);
  else {
    const nowMs = Date.now();
    const table = leaderboard(source.folder, status, source.settings, {
      nowMs,
      columns: process.stdout.columns ?? 100,
    });
    process.stdout.write(`${statusText(status, { nowMs })}${table}`);
  }
  return EXIT.done;
});
