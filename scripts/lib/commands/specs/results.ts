// SPDX-License-Identifier: MIT
import type { CommandSpec } from '../../core/settings/command-spec.ts';
import { METRIC_VIEW, REPORT_CHOICE, REPORT_FILES } from '../../core/settings/groups.ts';

export const REPORT_SPEC = {
  name: 'report',
  targets: { 'sweep-report': [] },
  summary: 'Writes the reports of a sweep folder, finished or not, and prints the best runs.',
  positionals: ['FOLDER'],
  reads: ['OUTPUT_DIR', ...REPORT_CHOICE, ...REPORT_FILES],
  details:
    'Writes sweep_summary.json, .csv and .md, sweep_statistics.json, sweep_analysis.txt and analysis.html into the sweep folder, or those that REPORTS names. Several folders are compared: comparison.html and comparison.csv are written into the first, and nothing else.',
} as const satisfies CommandSpec;

export const STATUS_SPEC = {
  name: 'status',
  targets: { 'sweep-status': [], 'sweep-watch': ['watch'] },
  summary:
    'Says where a sweep stands, running or not: counts, what runs, what failed and why, the best so far. Changes nothing.',
  positionals: ['FOLDER'],
  reads: ['OUTPUT_DIR', 'TOP', ...METRIC_VIEW],
  switches: { watch: 'a live view: the whole screen on a terminal, else a line for each change' },
} as const satisfies CommandSpec;

export const SERVE_SPEC = {
  name: 'serve',
  targets: { 'sweep-serve': [] },
  summary:
    'Shows the sweeps of OUTPUT_DIR in a browser, growing as their runs end. To this machine alone; changes nothing.',
  positionals: [],
  reads: ['PORT', 'OUTPUT_DIR', ...REPORT_CHOICE, ...REPORT_FILES],
  details:
    'Prints an address with a token: who has it may look. Ctrl-C ends it.\nFrom another machine: ssh -L 8700:127.0.0.1:8700 HOST, and the same address.',
} as const satisfies CommandSpec;

export const LOGS_SPEC = {
  name: 'logs',
  targets: { 'sweep-logs': [] },
  summary: "Prints the log of a run's newest attempt.",
  positionals: ['N'],
  reads: ['FOLDER', 'OUTPUT_DIR', 'FOLLOW', 'STAGE'],
} as const satisfies CommandSpec;

export const DIFF_SPEC = {
  name: 'diff',
  targets: { 'sweep-diff': [] },
  summary: 'Compares two sweeps configuration by configuration and tells what got worse.',
  positionals: ['A', 'B'],
  reads: ['TOLERANCE', ...METRIC_VIEW],
  details:
    'Exit code 1 when something got worse by more than TOLERANCE, so that CI can use it. The metric is that of A unless given.',
} as const satisfies CommandSpec;

export const REFINE_SPEC = {
  name: 'refine',
  targets: { 'sweep-refine': [] },
  summary:
    'Writes the next range file: closer around where a model of the sweep has its best, what does not matter fixed.',
  positionals: ['FOLDER'],
  reads: ['OUTPUT_DIR', 'TO', ...METRIC_VIEW],
  details:
    'To standard output, or to the file TO. MODE, SAMPLES and rules are those of the sweep, and there are at most as many configurations. Each changed line has its reason above it.',
} as const satisfies CommandSpec;

export const PRUNE_SPEC = {
  name: 'prune',
  targets: { 'sweep-prune': [] },
  summary: 'Moves run folders and checkpoints that are not worth keeping to TO_BE_DELETED/ inside the sweep folder.',
  positionals: ['FOLDER'],
  reads: ['OUTPUT_DIR', 'KEEP', 'CHECKPOINTS', 'CHECKPOINT_FILES', 'DRY_RUN', ...METRIC_VIEW],
  details: 'Only says what it would move, unless DRY_RUN=0 (or --apply) is given. Nothing is ever deleted.',
  switches: { apply: 'move them (as DRY_RUN=0 does)' },
} as const satisfies CommandSpec;

export const PROMOTE_SPEC = {
  name: 'promote',
  targets: { 'sweep-promote': [] },
  summary: 'Copies configuration, metrics and plots of the best runs into a folder, with a README.md that shows them.',
  positionals: ['FOLDER'],
  reads: ['OUTPUT_DIR', 'TO', ...REPORT_CHOICE],
  details: 'TOP is 3 unless given; with BY so many of each group.',
} as const satisfies CommandSpec;

export const ARCHIVE_SPEC = {
  name: 'archive',
  targets: { 'sweep-archive': [] },
  summary: 'Packs a sweep folder into one .tar.gz; the folder stays.',
  positionals: ['FOLDER'],
  reads: ['OUTPUT_DIR', 'TO'],
  details: 'TO is the file to write (default: the sweep folder with .tar.gz behind it). What was pruned stays out.',
} as const satisfies CommandSpec;
