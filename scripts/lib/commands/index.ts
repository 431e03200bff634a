// SPDX-License-Identifier: MIT
import { ARCHIVE } from './archive.ts';
import type { Command } from './call/command.ts';
import { CANCEL } from './cancel.ts';
import { CHECK } from './check/check.ts';
import { CLEAN } from './clean.ts';
import { DIFF } from './diff.ts';
import { ESTIMATE } from './estimate/estimate-sweep.ts';
import { GENERATE } from './generate.ts';
import { IMPORT } from './import.ts';
import { INIT } from './init/init.ts';
import { LIST } from './list.ts';
import { LOGS } from './logs.ts';
import { MERGE } from './merge.ts';
import { PROMOTE } from './promote.ts';
import { PRUNE } from './prune.ts';
import { REFINE } from './refine/refine.ts';
import { REPORT } from './report/report.ts';
import { RUN } from './run/run-command.ts';
import { SERVE } from './serve.ts';
import { SHOW_SETTINGS } from './settings.ts';
import { SEEDS } from './seeds/seeds.ts';
import type { CommandName } from './specs/index.ts';
import { STATUS } from './status/status.ts';

/** Every command, by the name of its script. A script loads its own alone; whatever needs all of them takes them from here. */
export const COMMANDS: Readonly<Record<CommandName, Command>> = {
  'generate-configs': GENERATE,
  'list-configs': LIST,
  init: INIT,
  import: IMPORT,
  'run-test-matrix': RUN,
  check: CHECK,
  estimate: ESTIMATE,
  seeds: SEEDS,
  report: REPORT,
  status: STATUS,
  serve: SERVE,
  logs: LOGS,
  diff: DIFF,
  refine: REFINE,
  prune: PRUNE,
  promote: PROMOTE,
  archive: ARCHIVE,
  merge: MERGE,
  cancel: CANCEL,
  clean: CLEAN,
  settings: SHOW_SETTINGS,
};
