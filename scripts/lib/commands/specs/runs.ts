// SPDX-License-Identifier: MIT
import type { CommandSpec } from '../../core/settings/command-spec.ts';
import {
  CONFIGURATION_CHOICE,
  RANGE_READING,
  FOLDER_CHOICE,
  REPORT_CHOICE,
  REPORT_FILES,
  RUN_LIMITS,
  RUN_SELECTION,
  RUN_STARTING,
} from '../../core/settings/groups.ts';

export const RUN_SPEC = {
  name: 'run-test-matrix',
  targets: {
    sweep: ['as-named'],
    'sweep-parallel': ['as-named'],
    'sweep-run': [],
    'sweep-resume': ['resume-latest'],
  },
  summary: 'Runs generated configurations into a new sweep folder, or goes on with one, and leaves its reports.',
  positionals: [],
  reads: [
    'CONFIG_DIR',
    'RANGE_CONFIG',
    ...FOLDER_CHOICE,
    'RESUME',
    'RETRY_FAILED',
    'RERUN',
    'FORCE',
    'REUSE',
    'TAKE_LOCK',
    'DRY_RUN',
    'ON_DONE',
    ...RUN_SELECTION,
    ...RUN_LIMITS,
    ...CONFIGURATION_CHOICE,
    ...RANGE_READING,
    ...REPORT_CHOICE,
    ...REPORT_FILES,
    ...RUN_STARTING,
  ],
  readsWith: { FOLDER: 'resume-latest' },
  switches: {
    'as-named': 'run the configurations of --range-config, whatever CONFIG_DIR holds by now',
    'resume-latest': 'go on with --folder, or with the newest sweep folder',
  },
  details:
    'Ctrl-C once starts no further run and waits; twice stops the running ones.\nExit codes: 0 done, 1 some runs failed, 2 wrong use (nothing was started), 130 interrupted.',
} as const satisfies CommandSpec;

export const ESTIMATE_SPEC = {
  name: 'estimate',
  targets: { 'sweep-estimate': [] },
  summary:
    'Says what a sweep will take before it starts: wall time and device-hours, from earlier sweeps of the same command, a pilot run or RUN_TIME.',
  positionals: ['RANGE_CONFIG'],
  reads: [
    'PILOT',
    'OUTPUT_DIR',
    'CONFIG_DIR',
    ...CONFIGURATION_CHOICE,
    ...RANGE_READING,
    ...REPORT_CHOICE,
    ...REPORT_FILES,
    ...RUN_STARTING,
  ],
  details:
    'Starts nothing unless PILOT=N is given: then N configurations are run in a new sweep folder (one: the middle of the space; several: spread\nover it), which make sweep-resume completes. Intervals hold in about nine of ten cases; one run tells none, and fewer than ten no upper bound.\nExit codes: 0 done, 1 no pilot run finished, 2 wrong use or nothing known (nothing was started), 130 interrupted.',
} as const satisfies CommandSpec;

export const CHECK_SPEC = {
  name: 'check',
  targets: { 'sweep-check': [] },
  summary:
    'Runs one configuration and says whether a sweep would work: does it start, what does it report, how long does it take.',
  positionals: ['RANGE_CONFIG'],
  reads: [
    'SEEDS',
    'OUTPUT_DIR',
    'CONFIG_DIR',
    ...CONFIGURATION_CHOICE,
    ...RANGE_READING,
    ...REPORT_CHOICE,
    ...RUN_STARTING,
  ],
  details:
    'The run lies in a new sweep folder, which make sweep-resume completes; the next make sweep takes it over.\nExit codes: 0 a sweep would work, 1 it would not, 2 wrong use (nothing was started), 130 interrupted.',
} as const satisfies CommandSpec;

export const SEEDS_SPEC = {
  name: 'seeds',
  targets: { 'sweep-seeds': [] },
  summary: 'Runs further seeds of the best settings of a sweep, in its folder, until each has SEEDS of them.',
  positionals: ['FOLDER'],
  reads: [
    'OUTPUT_DIR',
    'SEEDS',
    'SEED_LIST',
    'DRY_RUN',
    'TAKE_LOCK',
    ...RUN_LIMITS,
    ...CONFIGURATION_CHOICE,
    ...REPORT_CHOICE,
    ...REPORT_FILES,
    ...RUN_STARTING,
  ],
  details:
    'TOP is 5 and SEEDS 10 unless given. The runs are further ones: no range file retires them. Reports tell the new seeds alone beside the mean of all.\nExit codes: 0 done, 1 some runs failed, 2 wrong use (nothing was started), 130 interrupted.',
} as const satisfies CommandSpec;

export const CANCEL_SPEC = {
  name: 'cancel',
  targets: { 'sweep-cancel': [] },
  summary:
    'Stops a sweep: no further run starts, the running ones are stopped, here or on the cluster. make sweep-resume goes on.',
  positionals: ['FOLDER'],
  reads: ['OUTPUT_DIR', 'BACKEND', 'GRACE', 'TAKE_LOCK'],
} as const satisfies CommandSpec;

export const MERGE_SPEC = {
  name: 'merge',
  targets: { 'sweep-merge': [] },
  summary:
    'Brings the finished runs of other sweep folders (shards, other machines) into this one; runs are the same when their ids are.',
  positionals: ['FOLDER'],
  reads: ['FROM', 'OUTPUT_DIR', 'TAKE_LOCK', ...REPORT_CHOICE, ...REPORT_FILES],
} as const satisfies CommandSpec;
