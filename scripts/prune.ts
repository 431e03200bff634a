// SPDX-License-Identifier: MIT
import type { CommandSpec } from './lib/core/settings/args.ts';
import { formatBytes } from './lib/core/quantity.ts';
import { movePruned, planPrune } from './lib/commands/prune.ts';
import { openReportSource } from './lib/commands/call/report-source.ts';
import { EXIT, runScript } from './lib/commands/call/run-script.ts';

const SPEC: CommandSpec = {
  name: 'prune',
  summary: 'Moves run folders and checkpoints that are not worth keeping to TO_BE_DELETED/ inside the sweep folder.',
  positionals: ['FOLDER'],
  settings: [
    'OUTPUT_DIR',
    'KEEP',
    'CHECKPOINTS',
    'CHECKPOINT_FILES',
    'METRIC',
    'GOAL',
    'METRIC_REGEX',
    'METRIC_FILES',
    'DERIVE',
  ],
  details: 'Only says what it would move, unless DRY_RUN=0 (or --apply) is given. Nothing is ever deleted.',
  switches: { apply: 'move them (as DRY_RUN=0 does)' },
};

await runScript({ ...SPEC, settings: [...SPEC.settings, 'DRY_RUN'] }, (invocation) => {
  const { folder, settings, isLatest } = openReportSource(invocation);
  if (isLatest) process.stderr.write(`Sweep: ${folder} (the newest)\n`);
  const plan = planPrune(folder, settings, Date.now());
  const isDone = invocation.switches.has('apply') || (settings.isGiven('DRY_RUN') && !settings.get('DRY_RUN'));
  if (isDone) movePruned(folder, plan);
  const moved = [...plan.folders, ...plan.checkpoints];
  if (invocation.switches.has('json'))
    process.stdout.write(`${JSON.stringify({ moved, kept: plan.kept, done: isDone })}\n`);
  else {
    for (const { path, bytes } of moved)
      process.stdout.write(`${isDone ? 'moved' : 'would move'} ${path} (${formatBytes(bytes)})\n`);
    const total = formatBytes(moved.reduce((sum, m) => sum + m.bytes, 0));
    const how =
      moved.length === 0
        ? 'nothing to move'
        : isDone
          ? `moved to ${folder}/TO_BE_DELETED/`
          : 'nothing was moved: DRY_RUN=0 moves them';
    process.stdout.write(
      `${countOf(plan.folders.length, 'run folder')} and ${countOf(plan.checkpoints.length, 'checkpoint')}, ${total}; ${plan.kept === 1 ? '1 run stays' : `${plan.kept} runs stay`}; ${how}\n`,
    );
  }
  return EXIT.done;
});

function countOf(n: number, what: string): string {
  return `${n} ${what}${n === 1 ? '' : 's'}`;
}
