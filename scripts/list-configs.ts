// SPDX-License-Identifier: MIT
import type { CommandSpec } from './lib/core/settings/args.ts';
import { list } from './lib/commands/list.ts';
import { EXIT, runScript } from './lib/commands/call/run-script.ts';

const SPEC: CommandSpec = {
  name: 'list-configs',
  summary: 'Counts the configurations of a range file after each rule and shows the first ones; writes nothing.',
  positionals: ['RANGE_CONFIG'],
  settings: ['EXPLAIN', 'WHY_NOT', 'MODE', 'SAMPLES', 'SEED', 'SET', 'REPEATS', 'SEED_SYMBOL'],
};

await runScript(SPEC, (invocation) => {
  process.stdout.write(list(invocation));
  return EXIT.done;
});
