// SPDX-License-Identifier: MIT
import type { CommandSpec } from './lib/core/settings/args.ts';
import { EXIT, runScript } from './lib/commands/call/run-script.ts';
import { mergeSweeps } from './lib/commands/merge.ts';

const SPEC: CommandSpec = {
  name: 'merge',
  summary:
    'Brings the finished runs of other sweep folders (shards, other machines) into this one; runs are the same when their ids are.',
  positionals: ['FOLDER'],
  settings: ['FROM', 'OUTPUT_DIR', 'TAKE_LOCK'],
};

await runScript(SPEC, async (invocation) => {
  const { text, ...facts } = await mergeSweeps(invocation);
  process.stdout.write(invocation.switches.has('json') ? `${JSON.stringify(facts)}\n` : `${text}\n`);
  return EXIT.done;
});
