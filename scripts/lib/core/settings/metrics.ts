// SPDX-License-Identifier: MIT
import type { SettingSpec } from './spec.ts';

/** Which numbers rank the runs, and what reports show. */
export const METRIC_SETTINGS = {
  METRIC: {
    group: 'metrics',
    kind: 'text',
    meta: 'NAME',
    help: 'metric that ranks: test_acc, min(loss), FILE:path, or several: "test_acc max; time min"',
  },
  GOAL: {
    group: 'metrics',
    kind: 'choice',
    values: ['max', 'min'],
    also: { maximize: 'max', maximise: 'max', minimize: 'min', minimise: 'min' },
    help: 'whether more or less is better (known names need none)',
  },
  METRIC_REGEX: {
    group: 'metrics',
    kind: 'text',
    meta: 'REGEX',
    help: 'reads metrics from the log: named groups, or (name) (value)',
  },
  METRIC_FILES: {
    group: 'metrics',
    kind: 'text',
    meta: 'LIST',
    help: 'further files that metrics are read from: "my.txt=keywords, out/*.csv"',
  },
  UNITS: {
    group: 'metrics',
    kind: 'text',
    meta: 'LIST',
    help: 'how metrics print: "test_acc=%, final_sparsity=x100%"',
  },
  DERIVE: {
    group: 'metrics',
    kind: 'text',
    meta: 'LIST',
    help: 'further columns: "lr_wd = CONFIG_LR * CONFIG_WD; ..."',
  },
  TEST_METRIC: {
    group: 'metrics',
    kind: 'text',
    meta: 'NAME',
    help: 'metric that the winner is reported by and that picks nothing: test_acc beside METRIC=val_acc',
  },
  REPORTS: {
    group: 'report',
    kind: 'text',
    default: 'all',
    meta: 'LIST',
    help: 'which reports are written: json, csv, text, markdown, page, statistics',
  },
  FILTER: { group: 'report', kind: 'text', meta: 'CONDITION', help: 'report only runs that satisfy this: test_acc>80' },
  BY: {
    group: 'report',
    kind: 'text',
    meta: 'NAMES',
    help: 'report: table of groups by these symbols',
  },
  KEEP: { group: 'report', kind: 'text', meta: 'CONDITION', callOnly: true, help: 'prune: runs that stay' },
  TOP: { group: 'report', kind: 'integer', min: 1, default: '10', meta: 'N', help: 'how many of the best are listed' },
  TO: { group: 'report', kind: 'text', meta: 'DIR', callOnly: true, help: 'promote, archive, init, import: where to' },
  A: { group: 'report', kind: 'text', meta: 'DIR', callOnly: true, help: 'diff: the sweep folder to compare with' },
  B: { group: 'report', kind: 'text', meta: 'DIR', callOnly: true, help: 'diff: the sweep folder that is compared' },
  PORT: {
    group: 'report',
    kind: 'integer',
    min: 0,
    max: 65_535,
    default: '8700',
    meta: 'N',
    callOnly: true,
    help: 'serve: the port of 127.0.0.1 to listen on; the next free one where it is taken (0: any)',
  },
  TOLERANCE: {
    group: 'report',
    kind: 'text',
    default: '0',
    meta: 'AMOUNT',
    help: 'diff: how much worse is no regression: 0.5, or 1% of the old value',
  },
  CHECKPOINTS: {
    group: 'report',
    kind: 'choice',
    default: 'all',
    values: ['all', 'last', 'best', 'none'],
    help: 'prune: which checkpoints of the runs that stay are kept',
  },
  CHECKPOINT_FILES: {
    group: 'report',
    kind: 'text',
    default: '*.pt,*.pth,*.pyth,*.ckpt,*.safetensors,*.h5',
    meta: 'NAMES',
    help: 'prune: what a checkpoint is called; * stands for anything',
  },
} as const satisfies Record<string, SettingSpec>;
