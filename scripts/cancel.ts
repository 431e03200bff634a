// SPDX-License-Identifier: MIT
import type { CommandSpec } from './lib/core/settings/args.ts';
import { EXIT, runScript } from './lib/commands/call/run-script.ts';
import { cancelSweep } from './lib/commands/cancel.ts';

const SPEC: CommandSpec = {
  name: 'cancel',
  summary:
    'Stops a sweep: no further run starts, the running ones are stopped, here or on the cluster. make sweep-resume goes on.',
  positionals: ['FOLDER'],
  settings: ['OUTPUT_DIR', 'BACKEND', 'GRACE', 'TAKE_LOCK'],
};

await runScript(SPEC, async (invocation) => {
  const { text, ...facts } = await cancelSweep(invocation);
  process.stdout.write(invocation.switches.has('json') ? `${JSON.stringify(facts)}\n` : `${text}\n`);
  return EXIT.done;
});
