// SPDX-License-Identifier: MIT
import type { CommandSpec } from '../../core/settings/command-spec.ts';
import { CHECK_READING, CONFIGURATION_CHOICE, RANGE_READING, SPACE_CHOICE } from '../../core/settings/groups.ts';
import { SETTING_NAMES } from '../../core/settings/index.ts';

const positionals = ['RANGE_CONFIG', 'CONFIG_DIR'] as const;

export const GENERATE_SPEC = {
  name: 'generate-configs',
  targets: { sweep: ['to-run'], 'sweep-parallel': ['to-run'], 'sweep-generate': [] },
  summary: 'Writes the numbered configurations of a range file, a summary for reading and a table for tools.',
  positionals,
  reads: [...CONFIGURATION_CHOICE, ...RANGE_READING, ...CHECK_READING],
  switches: { 'to-run': 'refuse a range file without SWEEP_COMMAND, or with one that is wrong' },
  details:
    'The folder is brought in line: stale configurations go, identical files stay untouched.\nExit codes: 0 written, 2 the range file or the call is wrong (nothing was written).',
} as const satisfies CommandSpec;

export const LIST_SPEC = {
  name: 'list-configs',
  targets: { 'sweep-list': [] },
  summary: 'Counts the configurations of a range file after each rule and shows the first ones; writes nothing.',
  positionals: ['RANGE_CONFIG'],
  reads: ['EXPLAIN', 'WHY_NOT', 'STAGE', 'LIMIT', ...SPACE_CHOICE, ...RANGE_READING, ...CHECK_READING],
} as const satisfies CommandSpec;

export const INIT_SPEC = {
  name: 'init',
  targets: { 'sweep-init': [] },
  summary: 'Writes a commented range file for a script: its parameters with their defaults, and the metric of a log.',
  positionals: ['SCRIPT'],
  reads: ['LOG', 'TO', 'ALLOW_CODE'],
  details:
    'The script is read, not run: Python by its own parser (argparse, click, typer, dataclasses, Hydra, OmegaConf, sys.argv,\nenvironment), shell by its ${NAME:-default}. ALLOW_CODE=1 runs its --help too (10 s, an empty folder, no GPU).',
} as const satisfies CommandSpec;

export const IMPORT_SPEC = {
  name: 'import',
  targets: { 'sweep-import': [] },
  summary: 'Writes the range file that a definition of another system stands for.',
  positionals: ['FROM'],
  reads: ['FROM_FORMAT', 'PRESETS', 'TO', 'ALLOW_CODE'],
  details:
    'What of the definition means nothing here is told as warnings and as comments. A range file may as well source the\ndefinition itself: source "sweep.yaml".',
} as const satisfies CommandSpec;

export const CLEAN_SPEC = {
  name: 'clean',
  targets: { 'sweep-clean': [] },
  summary: 'Removes the generated configurations; results are never touched.',
  positionals: ['CONFIG_DIR'],
  reads: [],
  details: 'Only files that generate wrote are removed; the folder goes too when nothing else is in it.',
} as const satisfies CommandSpec;

export const SETTINGS_SPEC = {
  name: 'settings',
  targets: { 'sweep-settings': [] },
  summary: 'Lists every setting, its value for this call and where the value came from.',
  positionals: ['RANGE_CONFIG'],
  reads: SETTING_NAMES,
  switches: {
    markdown: 'print docs/settings.md',
    example: 'print .env.example',
    makefile: 'print scripts/settings.mk',
    errors: 'print docs/errors.md',
  },
} as const satisfies CommandSpec;
