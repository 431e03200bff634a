// SPDX-License-Identifier: MIT
import type { CommandSpec } from './lib/core/args.ts';
import { list } from './lib/edge/list.ts';
import { EXIT, runScript } from './lib/edge/script.ts';

const SPEC: CommandSpec = {
  name: 'list-configs',
  summary: 'Counts the configurations of a range file after each rule and shows the first ones; writes nothing.',
  positionals: ['RANGE_CONFIG'],
  settings: [
    'EXPLAIN',
    'WHY_NOT',
    'MODE',
    'SAMPLES',
    'SEED',
    'SET',
    'FORMAT',
    'BASE',
    'BASE_NEW_KEYS',
    'REPEATS',
    'SEED_SYMBOL',
  ],
};

await runScript(SPEC, (invocation) => {
  process.stdout.write(list(invocation));
  return EXIT.done;
});
