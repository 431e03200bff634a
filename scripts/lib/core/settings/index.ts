// SPDX-License-Identifier: MIT
import { CLUSTER_SETTINGS } from './cluster.ts';
import { GENERATE_SETTINGS } from './generate.ts';
import { GPU_SETTINGS } from './gpu.ts';
import { METRIC_SETTINGS, REPORT_SETTINGS } from './metrics.ts';
import { RUN_SETTINGS } from './run.ts';
import { SCHEDULER_SETTINGS } from '../schedulers/index.ts';
import type { SettingSpec } from '../setting-spec.ts';

/** Every setting there is: the only list. --help, .env.example, docs/settings.md and sweep-settings are made from it. */
export const SETTINGS = {
  ...GENERATE_SETTINGS,
  ...RUN_SETTINGS,
  ...METRIC_SETTINGS,
  ...REPORT_SETTINGS,
  ...GPU_SETTINGS,
  ...CLUSTER_SETTINGS,
  ...SCHEDULER_SETTINGS,
} as const;

export type SettingName = keyof typeof SETTINGS;

/** All names, in the order of the table. */
export const SETTING_NAMES = Object.keys(SETTINGS) as readonly SettingName[]; // keys of a literal: safe to narrow

/** The tables, each with what it is called in the pages that are made of them. */
export const SETTING_GROUPS: Readonly<Record<string, Readonly<Partial<Record<SettingName, SettingSpec>>>>> = {
  'What is in the sweep': GENERATE_SETTINGS,
  Running: RUN_SETTINGS,
  Metrics: METRIC_SETTINGS,
  Reports: REPORT_SETTINGS,
  GPUs: GPU_SETTINGS,
  Clusters: { ...CLUSTER_SETTINGS, ...SCHEDULER_SETTINGS },
};

/** Names of the settings of GPUs. */
export const GPU_SETTING_NAMES = Object.keys(GPU_SETTINGS) as readonly (keyof typeof GPU_SETTINGS)[]; // keys of a part of the table

/** Names of the settings of clusters, those of each scheduler too. */
export const CLUSTER_SETTING_NAMES = Object.keys({
  ...CLUSTER_SETTINGS,
  ...SCHEDULER_SETTINGS,
}) as readonly (keyof typeof CLUSTER_SETTINGS | keyof typeof SCHEDULER_SETTINGS)[]; // keys of a part of the table

/** Names a run is given in its environment: never read as settings. */
export const RUN_ENVIRONMENT: readonly string[] = [
  'SWEEP_CONFIG',
  'SWEEP_OUT_DIR',
  'SWEEP_NUMBER',
  'SWEEP_ID',
  'SWEEP_DIR',
  'SWEEP_ATTEMPT_DIR',
];

export function isSettingName(name: string): name is SettingName {
  return Object.hasOwn(SETTINGS, name);
}

/** Names that settings had before, each with the name of today. */
const RENAMED: ReadonlyMap<string, SettingName> = new Map(
  SETTING_NAMES.flatMap((name) => (settingSpec(name).was ?? []).map((was) => [was, name] as const)),
);

/** Returns the setting that a name means, also one that it had before; undefined when it is none. */
export function settingNamed(name: string): SettingName | undefined {
  return isSettingName(name) ? name : RENAMED.get(name);
}

export function settingSpec(name: SettingName): SettingSpec {
  return SETTINGS[name];
}

/** The flag of a setting: --config-dir for CONFIG_DIR. */
export function flagOf(name: SettingName): string {
  return `--${name.toLowerCase().replaceAll('_', '-')}`;
}

/** The make variable of a setting: its name, but SWEEP for the sweep folder. */
export function makeVariableOf(name: SettingName): string {
  return name === 'FOLDER' ? 'SWEEP' : name;
}

/** The name in the environment, range files and .env: SWEEP_PARALLEL. */
export function environmentNameOf(name: SettingName): string {
  return `SWEEP_${name}`;
}
