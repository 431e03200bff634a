// SPDX-License-Identifier: MIT
import type { CommandSpec } from './lib/core/settings/args.ts';
import { UsageError } from './lib/core/diagnostic.ts';
import { followLog, findLog, logJson } from './lib/commands/logs.ts';
import { openReportSource } from './lib/commands/call/report-source.ts';
import { EXIT, runScript } from './lib/commands/call/run-script.ts';

const SPEC: CommandSpec = {
  name: 'logs',
  summary: "Prints the log of a run's newest attempt.",
  positionals: ['N'],
  settings: ['FOLDER', 'OUTPUT_DIR', 'FOLLOW'],
};

await runScript(SPEC, async (invocation) => {
  const asJson = invocation.switches.has('json');
  const source = openReportSource(invocation);
  if (asJson && source.settings.get('FOLLOW'))
    throw new UsageError('--json prints one answer, FOLLOW=1 goes on', 'give one of them');
  const number = source.settings.get('N');
  if (number === undefined) throw new UsageError('which run?', 'N=17 names it by its number');
  const log = findLog(source.folder, number, { mayWait: source.settings.get('FOLLOW') });
  if (asJson) process.stdout.write(logJson(log));
  else {
    process.stderr.write(`${log.path}${log.text}\n`);
    await followLog(log, source.folder, {
      follow: source.settings.get('FOLLOW'),
      write: (bytes) => process.stdout.write(bytes),
    });
  }
  return EXIT.done;
});
