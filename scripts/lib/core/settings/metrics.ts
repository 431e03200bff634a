// SPDX-License-Identifier: MIT
import type { SettingSpec } from '../setting-spec.ts';

/** Which numbers rank the runs, and how they print. */
export const METRIC_SETTINGS = {
  METRIC: {
    kind: 'text',
    meta: 'NAME',
    help: 'metric that ranks: test_acc, min(loss), FILE:path, or several: "test_acc max; time min"',
  },
  GOAL: {
    kind: 'choice',
    values: ['max', 'min'],
    also: { maximize: 'max', maximise: 'max', minimize: 'min', minimise: 'min' },
    help: 'whether more or less is better (known names need none)',
  },
  METRIC_REGEX: { kind: 'text', meta: 'REGEX', help: 'reads metrics from the log: named groups, or (name) (value)' },
  METRIC_FILES: {
    kind: 'text',
    meta: 'LIST',
    help: 'further files that metrics are read from: "my.txt=keywords, out/*.csv"',
  },
  UNITS: { kind: 'text', meta: 'LIST', help: 'how metrics print: "test_acc=%, final_sparsity=x100%"' },
  DERIVE: { kind: 'text', meta: 'LIST', help: 'further columns: "lr_wd = CONFIG_LR * CONFIG_WD; ..."' },
  TEST_METRIC: {
    kind: 'text',
    meta: 'NAME',
    help: 'metric that the winner is reported by and that picks nothing: test_acc beside METRIC=val_acc',
  },
  REFINES: {
    kind: 'text',
    meta: 'NAMES',
    help: 'sweeps beside this one that its range file refines, the last first: their runs tell a model which setting is best (sweep-refine writes it)',
  },
} as const satisfies Record<string, SettingSpec>;

/** What reports show, and what is done with their runs. */
export const REPORT_SETTINGS = {
  REPORTS: {
    kind: 'text',
    default: 'all',
    meta: 'LIST',
    help: 'which reports are written: json, csv, text, markdown, page, statistics, curves, search-results, seeds-summary',
  },
  FILTER: { kind: 'text', meta: 'CONDITION', help: 'report only runs that satisfy this: test_acc>80' },
  BY: { kind: 'text', meta: 'NAMES', help: 'report: table of groups by these symbols' },
  KEEP: { kind: 'text', meta: 'CONDITION', callOnly: true, help: 'prune: runs that stay' },
  TOP: { kind: 'integer', min: 1, default: '10', meta: 'N', help: 'how many of the best are listed' },
  TO: { kind: 'text', meta: 'DIR', callOnly: true, help: 'promote, archive, init, import, refine: where to' },
  A: { kind: 'text', meta: 'DIR', callOnly: true, help: 'diff: the sweep folder to compare with' },
  B: { kind: 'text', meta: 'DIR', callOnly: true, help: 'diff: the sweep folder that is compared' },
  PORT: {
    kind: 'integer',
    min: 0,
    max: 65_535,
    default: '8700',
    meta: 'N',
    callOnly: true,
    help: 'serve: the port of 127.0.0.1 to listen on; the next free one where it is taken (0: any)',
  },
  TOLERANCE: {
    kind: 'text',
    default: '0',
    meta: 'AMOUNT',
    help: 'diff: how much worse is no regression: 0.5, or 1% of the old value',
  },
  CHECKPOINTS: {
    kind: 'choice',
    default: 'all',
    values: ['all', 'last', 'best', 'none'],
    help: 'prune: which checkpoints of the runs that stay are kept',
  },
  CHECKPOINT_FILES: {
    kind: 'text',
    default: '*.pt,*.pth,*.pyth,*.ckpt,*.safetensors,*.h5',
    meta: 'NAMES',
    help: 'prune: what a checkpoint is called; * stands for anything',
  },
} as const satisfies Record<string, SettingSpec>;
