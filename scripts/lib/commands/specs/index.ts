// SPDX-License-Identifier: MIT
import type { CommandSpec } from '../../core/settings/command-spec.ts';
import { type TargetTable, targetTable } from '../../core/settings/targets.ts';
import { CLEAN_SPEC, GENERATE_SPEC, IMPORT_SPEC, INIT_SPEC, LIST_SPEC, SETTINGS_SPEC } from './configurations.ts';
import {
  ARCHIVE_SPEC,
  DIFF_SPEC,
  LOGS_SPEC,
  PROMOTE_SPEC,
  PRUNE_SPEC,
  REFINE_SPEC,
  REPORT_SPEC,
  SERVE_SPEC,
  STATUS_SPEC,
} from './results.ts';
import { CANCEL_SPEC, CHECK_SPEC, ESTIMATE_SPEC, MERGE_SPEC, RUN_SPEC, SEEDS_SPEC } from './runs.ts';

/**
 * What every command declares, by the name of its script. Apart from what the commands do: each script loads all of this,
 * to say who reads a setting that it does not, and only one of those.
 */
export const SPECS = {
  'generate-configs': GENERATE_SPEC,
  'list-configs': LIST_SPEC,
  init: INIT_SPEC,
  import: IMPORT_SPEC,
  'run-test-matrix': RUN_SPEC,
  check: CHECK_SPEC,
  estimate: ESTIMATE_SPEC,
  seeds: SEEDS_SPEC,
  report: REPORT_SPEC,
  status: STATUS_SPEC,
  serve: SERVE_SPEC,
  logs: LOGS_SPEC,
  diff: DIFF_SPEC,
  refine: REFINE_SPEC,
  prune: PRUNE_SPEC,
  promote: PROMOTE_SPEC,
  archive: ARCHIVE_SPEC,
  merge: MERGE_SPEC,
  cancel: CANCEL_SPEC,
  clean: CLEAN_SPEC,
  settings: SETTINGS_SPEC,
} as const satisfies Record<string, CommandSpec>;

/** Name of a script: scripts/NAME.ts. */
export type CommandName = keyof typeof SPECS;

/** The make targets and what they read. */
export const TARGETS: TargetTable = targetTable(Object.values(SPECS));
