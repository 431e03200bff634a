// SPDX-License-Identifier: MIT
import type { CommandSpec } from './lib/core/settings/args.ts';
import { CLUSTER_SETTING_NAMES, GPU_SETTING_NAMES } from './lib/core/settings/index.ts';
import { EXIT, runScript } from './lib/commands/call/run-script.ts';
import { answerEstimate } from './lib/commands/estimate/estimate-sweep.ts';

const SPEC: CommandSpec = {
  name: 'estimate',
  summary:
    'Says what a sweep will take before it starts: wall time and device-hours, from earlier sweeps of the same command, a pilot run or RUN_TIME.',
  positionals: ['RANGE_CONFIG'],
  settings: [
    'RUN_TIME',
    'PILOT',
    'PARALLEL',
    'OUTPUT_DIR',
    'COMMAND',
    'ARGS',
    'ARGS_OFF',
    'ARGS_LIST',
    'MODE',
    'SAMPLES',
    'SEED',
    'LIMIT',
    'SET',
    'REPEATS',
    'SEED_SYMBOL',
    'FORMAT',
    'TEMPLATE',
    'BASE',
    'CWD',
    'SETUP',
    'TIMEOUT',
    'GRACE',
    'RETRIES',
    'LOG_LIMIT',
    'CODE_VERSION',
    'SNAPSHOT',
    'METRIC',
    'GOAL',
    'BACKEND',
    ...GPU_SETTING_NAMES,
    ...CLUSTER_SETTING_NAMES,
  ],
  details:
    'Starts nothing unless PILOT=N is given: then N configurations are run in a new sweep folder (one: the middle of the space; several: spread\nover it), which make sweep-resume completes. Intervals hold in about nine of ten cases; one run tells none.\nExit codes: 0 done, 1 no pilot run finished, 2 wrong use or nothing known (nothing was started), 130 interrupted.',
};

await runScript(SPEC, async (invocation) => {
  const { output, note, ended } = await answerEstimate(invocation);
  process.stdout.write(output);
  process.stderr.write(note);
  return EXIT[ended];
});
