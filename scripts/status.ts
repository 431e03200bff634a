// SPDX-License-Identifier: MIT
import type { CommandSpec } from './lib/core/args.ts';
import { openReportSource } from './lib/edge/report-source.ts';
import { EXIT, runScript } from './lib/edge/script.ts';
import { readStatus } from './lib/edge/sweep-status.ts';
import { leaderboard, statusJson, statusText } from './lib/exec/show-status.ts';

const SPEC: CommandSpec = {
  name: 'status',
  summary: 'Says where a sweep stands, running or not: counts, what runs, what failed and why, the best so far. Changes nothing.',
  positionals: ['FOLDER'],
  settings: ['OUTPUT_DIR', 'METRIC', 'GOAL', 'TOP', 'UNITS'],
  switches: { watch: 'show it again every two seconds until the sweep ends' },
};

const EVERY_MS = 2000;

await runScript(SPEC, async (invocation) => {
  const source = openReportSource(invocation);
  const watch = invocation.switches.has('watch');
  if (source.isLatest && !invocation.switches.has('json')) process.stderr.write(`Sweep: ${source.folder} (the newest)\n`);
  for (;;) {
    const status = readStatus(source.folder);
    if (invocation.switches.has('json')) process.stdout.write(`${JSON.stringify(statusJson(status))}\n`);
    else {
      const nowMs = Date.now();
      const table = leaderboard(source.folder, status, source.settings, { nowMs, columns: process.stdout.columns ?? 100 });
      process.stdout.write(`${watch && process.stdout.isTTY ? '\u001b[H\u001b[J' : ''}${statusText(status, { nowMs })}${table}`);
    }
    if (!watch || status.lock?.isHeld !== true) return EXIT.done;
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
  }
});
