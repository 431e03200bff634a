// SPDX-License-Identifier: MIT
import { JOB_OPTIONS, SCHEDULER_SETTINGS } from '../schedulers/index.ts';
import { CLUSTER_SETTING_NAMES, GPU_SETTING_NAMES, type SettingName } from './index.ts';

// What goes together is declared here once: a command that reads a group names the group, and code that reads it takes
// `Settings<(typeof GROUP)[number]>`.

/** Which sweep folder a call means: a named one, else the newest in OUTPUT_DIR. */
export const FOLDER_CHOICE = ['FOLDER', 'OUTPUT_DIR'] as const satisfies readonly SettingName[];

/** Which configurations there are, how many there may be and what their files say: what a manifest records, in its order. */
export const CONFIGURATION_CHOICE = [
  'FROM_FORMAT',
  'PRESETS',
  'MODE',
  'BASELINE',
  'SAMPLES',
  'SEED',
  'SET',
  'LIMIT',
  'FORMAT',
  'TEMPLATE',
  'BASE',
  'INPUTS',
  'BASE_NEW_KEYS',
  'REPEATS',
  'SEED_SYMBOL',
  'QUOTED',
  'CHECK_COMMAND',
  'CHECK_BOUNDS',
  'KCONFIG',
  'KCONFIG_DIALECT',
  'KCONFIG_POLICY',
  'KCONFIG_OUTPUT',
] as const satisfies readonly SettingName[];

type SpaceSetting = Exclude<(typeof CONFIGURATION_CHOICE)[number], 'LIMIT' | 'TEMPLATE' | 'INPUTS'>;

/** Which configurations there are. */
export const SPACE_CHOICE = CONFIGURATION_CHOICE.filter(
  (name): name is SpaceSetting => name !== 'LIMIT' && name !== 'TEMPLATE' && name !== 'INPUTS',
);

/** How a range file is read: which warnings are left out, and whether its Kconfig tree or a definition in Python may run. */
export const RANGE_READING = ['QUIET', 'ALLOW_SHELL', 'ALLOW_CODE'] as const satisfies readonly SettingName[];

/** Where SWEEP_CHECK_COMMAND runs, and what makes its answers old. */
export const CHECK_READING = ['CWD', 'CODE_VERSION'] as const satisfies readonly SettingName[];

/** What is read of the files of runs, what ranks, which runs are looked at and how numbers print. */
export const METRIC_VIEW = [
  'METRIC',
  'GOAL',
  'METRIC_REGEX',
  'METRIC_FILES',
  'UNITS',
  'DERIVE',
  'FILTER',
  'SEED_SYMBOL',
  'SEED_WITH',
  'STAGE',
  'REFINES',
] as const satisfies readonly SettingName[];
export type MetricViewSetting = (typeof METRIC_VIEW)[number];

/** What a view of a sweep folder is made by: the name of the range file comes from the folder itself, never from a call. */
export type FolderViewSetting = MetricViewSetting | 'RANGE_CONFIG';

/** Which reports are written, and what their statistics are told. */
export const REPORT_FILES = ['TEST_METRIC', 'REPORTS'] as const satisfies readonly SettingName[];

/** What the tables of a sweep folder are made by. */
export const REPORT_CHOICE = [...METRIC_VIEW, 'TOP', 'BY'] as const satisfies readonly SettingName[];
export type ReportSetting =
  | (typeof REPORT_CHOICE)[number]
  | (typeof REPORT_FILES)[number]
  | FolderViewSetting
  | 'MODE'
  | 'LAYOUT';

/** Which runs are started, and in which order. */
export const RUN_SELECTION = ['ONLY', 'STAGE', 'ORDER', 'SEED', 'SHARD'] as const satisfies readonly SettingName[];

/** What ends a sweep before all of its runs have ended. */
export const RUN_LIMITS = [
  'STOP_ON_FAILURE',
  'MAX_FAILURES',
  'MAX_TIME',
  'MAX_RUNS',
  'TARGET',
] as const satisfies readonly SettingName[];

/** How {{args}} is written. */
export const ARGUMENT_STYLE = [
  'ARGS',
  'ARGS_OFF',
  'ARGS_LIST',
  'ARGS_NAMES',
  'ARGS_MORE',
] as const satisfies readonly SettingName[];

/** How each run is started, watched and tried again, here, on GPUs and on clusters. */
export const RUN_STARTING = [
  'COMMAND',
  ...ARGUMENT_STYLE,
  'CWD',
  'SETUP',
  'BACKEND',
  'PARALLEL',
  'RETRIES',
  'TIMEOUT',
  'GRACE',
  'LOG_LIMIT',
  'SNAPSHOT',
  'CODE_VERSION',
  'OUTPUTS',
  'RUN_MEM',
  'MEM_LIMIT',
  'RUN_NAME',
  'LAYOUT',
  'RUN_TIME',
  ...GPU_SETTING_NAMES,
  ...CLUSTER_SETTING_NAMES,
] as const satisfies readonly SettingName[];

/** How runs are made and ranked, wherever they run. */
export const RUN_MEANING = [
  'COMMAND',
  'SETUP',
  'METRIC',
  'GOAL',
  'TIMEOUT',
  'METRIC_REGEX',
  'METRIC_FILES',
  'TEST_METRIC',
  'UNITS',
  'DERIVE',
  ...ARGUMENT_STYLE,
] as const satisfies readonly SettingName[];

/** What may stand in a stage: how its runs are made, started and read. Everything else holds for the whole sweep. */
export const STAGE_SETTINGS: readonly SettingName[] = [
  ...RUN_MEANING,
  'RETRIES',
  'OUTPUTS',
  'INPUTS',
  'RUN_MEM',
  'GPU_MEMORY',
  'GPUS_PER_RUN',
  'GPUS',
  'MODE',
  'SAMPLES',
  'SEED',
  'REPEATS',
  'SEED_SYMBOL',
  ...Object.keys(SCHEDULER_SETTINGS).filter(isJobOption),
];

/** Options of a job, which a stage may have to itself; how arrays are made and how large they may be holds for the whole sweep. */
function isJobOption(name: string): name is keyof typeof SCHEDULER_SETTINGS {
  return JOB_OPTIONS.has(name);
}
