// SPDX-License-Identifier: MIT
import { runScript } from './lib/commands/call/run-script.ts';
import { CLUSTER_SETTING_NAMES, GPU_SETTING_NAMES } from './lib/core/settings/index.ts';
import type { CommandSpec } from './lib/core/settings/args.ts';
import { runSweep } from './lib/commands/run/run-sweep.ts';

const SPEC: CommandSpec = {
  name: 'run-test-matrix',
  summary: 'Runs generated configurations into a new sweep folder, or goes on with one, and leaves its reports.',
  positionals: [],
  settings: [
    'CONFIG_DIR',
    'OUTPUT_DIR',
    'RESUME',
    'FOLDER',
    'RANGE_CONFIG',
    'COMMAND',
    ...ARGUMENT_SETTINGS,
    'CWD',
    'SETUP',
    'BACKEND',
    'PARALLEL',
    'DRY_RUN',
    'ONLY',
    'ORDER',
    'SEED',
    'SHARD',
    'RETRIES',
    'TIMEOUT',
    'GRACE',
    'LOG_LIMIT',
    'STOP_ON_FAILURE',
    'MAX_FAILURES',
    'MAX_TIME',
    'MAX_RUNS',
    'TARGET',
    'RETRY_FAILED',
    'RERUN',
    'REUSE',
    'TAKE_LOCK',
    'ON_DONE',
    'SNAPSHOT',
    'CODE_VERSION',
    'RUN_NAME',
    'METRIC',
    'GOAL',
    'METRIC_REGEX',
    'METRIC_FILES',
    'UNITS',
    'TOP',
    'SET',
    'LIMIT',
    ...GPU_SETTING_NAMES,
    'RUN_TIME',
    ...CLUSTER_SETTING_NAMES,
  ],
  switches: {
    'as-named': 'run the configurations of --range-config, whatever CONFIG_DIR holds by now',
    'resume-latest': 'go on with --folder, or with the newest sweep folder',
  },
  details:
    'Ctrl-C once starts no further run and waits; twice stops the running ones.\nExit codes: 0 done, 1 some runs failed, 2 wrong use (nothing was started), 130 interrupted.',
};

await runScript(SPEC, async (invocation) => {
  return await runSweep(invocation);
});
