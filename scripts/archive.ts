// SPDX-License-Identifier: MIT
import { resolve } from 'node:path';
import type { CommandSpec } from './lib/core/settings/args.ts';
import { formatBytes } from './lib/core/quantity.ts';
import { archiveSweep } from './lib/commands/archive.ts';
import { openReportSource } from './lib/commands/call/report-source.ts';
import { EXIT, runScript } from './lib/commands/call/run-script.ts';

const SPEC: CommandSpec = {
  name: 'archive',
  summary: 'Packs a sweep folder into one .tar.gz; the folder stays.',
  positionals: ['FOLDER'],
  settings: ['OUTPUT_DIR', 'TO'],
  details: 'TO is the file to write (default: the sweep folder with .tar.gz behind it). What was pruned stays out.',
};

await runScript(SPEC, (invocation) => {
  const { folder, settings, isLatest } = openReportSource(invocation);
  if (isLatest) process.stderr.write(`Sweep: ${folder} (the newest)\n`);
  const to = settings.text('TO');
  const archive = archiveSweep(
    folder,
    to === undefined || to === '' ? `${folder}.tar.gz` : resolve(invocation.cwd, to),
  );
  for (const note of archive.notes) process.stderr.write(`note: ${note}\n`);
  const text = `${archive.path}: ${archive.entries} files and folders, ${formatBytes(archive.bytes)}\n`;
  process.stdout.write(invocation.switches.has('json') ? `${JSON.stringify(archive)}\n` : text);
  return EXIT.done;
});
