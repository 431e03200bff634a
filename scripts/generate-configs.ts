// SPDX-License-Identifier: MIT
import type { CommandSpec } from './lib/core/args.ts';
import { generate } from './lib/edge/generate.ts';
import { EXIT, runScript } from './lib/edge/script.ts';

const SPEC: CommandSpec = {
  name: 'generate-configs',
  summary: 'Writes the numbered configurations of a range file, a summary for reading and a table for tools.',
  positionals: ['RANGE_CONFIG', 'CONFIG_DIR'],
  settings: [
    'MODE',
    'SAMPLES',
    'SEED',
    'LIMIT',
    'SET',
    'FORMAT',
    'TEMPLATE',
    'BASE',
    'REPEATS',
    'SEED_SYMBOL',
    'KCONFIG',
    'KCONFIG_DIALECT',
    'KCONFIG_POLICY',
    'KCONFIG_OUTPUT',
    'ALLOW_SHELL',
  ],
  details:
    'The folder is brought in line: stale configurations go, identical files stay untouched.\nExit codes: 0 written, 2 the range file or the call is wrong (nothing was written).',
};

await runScript(SPEC, (invocation) => {
  const { result, notes, text } = generate(invocation);
  process.stdout.write(invocation.switches.has('json') ? `${JSON.stringify({ ...result, notes })}\n` : text);
  return EXIT.done;
});
