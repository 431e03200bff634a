// SPDX-License-Identifier: MIT
import type { SettingSpec } from './spec.ts';

/** What is in the sweep and how its configurations are written. */
export const GENERATE_SETTINGS = {
  RANGE_CONFIG: { group: 'generate', kind: 'text', meta: 'FILE', callOnly: true, help: 'the range file' },
  CONFIG_DIR: {
    group: 'generate',
    kind: 'text',
    meta: 'DIR',
    callOnly: true,
    default: 'sweep_configs',
    help: 'folder of the generated configurations',
  },
  MODE: {
    group: 'generate',
    kind: 'choice',
    default: 'combination',
    values: ['combination', 'independent', 'random', 'sobol', 'latin', 'pairwise'],
    help: 'how configurations are chosen from the space',
  },
  SAMPLES: {
    group: 'generate',
    kind: 'integer',
    min: 1,
    meta: 'N',
    help: 'how many configurations a sampling mode draws',
  },
  SEED: { group: 'generate', kind: 'text', default: '0', help: 'seed of everything random' },
  LIMIT: {
    group: 'generate',
    kind: 'integer',
    min: 1,
    default: '10000',
    meta: 'N',
    help: 'most configurations a sweep may have',
  },
  SET: {
    group: 'generate',
    kind: 'text',
    meta: 'LINES',
    callOnly: true,
    help: 'range file lines that override or add, separated by ; or line ends',
  },
  FORMAT: {
    group: 'generate',
    kind: 'choice',
    default: 'kconfig',
    values: ['kconfig', 'yaml', 'json', 'template'],
    help: 'format of the configuration files (template needs SWEEP_TEMPLATE)',
  },
  TEMPLATE: { group: 'generate', kind: 'text', meta: 'FILE', help: 'Handlebars template of the configuration files' },
  BASE: {
    group: 'generate',
    kind: 'text',
    meta: 'FILE',
    help: 'yaml or json file that the configurations are merged into',
  },
  BASE_NEW_KEYS: {
    group: 'generate',
    kind: 'text',
    meta: 'NAMES',
    help: 'names that the base file may lack, parted by blanks; * is any characters, 1 is every name',
  },
  REPEATS: {
    group: 'generate',
    kind: 'integer',
    min: 1,
    meta: 'N',
    help: 'repeats of each configuration, each with its own seed',
  },
  SEED_SYMBOL: {
    group: 'generate',
    kind: 'text',
    default: 'CONFIG_SEED',
    meta: 'NAME',
    help: 'symbol that counts the repeats',
  },
  EXPLAIN: {
    group: 'generate',
    kind: 'integer',
    min: 1,
    meta: 'N',
    callOnly: true,
    help: 'list: say which lines gave each value of configuration N',
  },
  WHY_NOT: {
    group: 'generate',
    kind: 'text',
    meta: 'VALUES',
    callOnly: true,
    help: 'list: name the rule that excludes CONFIG_A=1,CONFIG_B=2',
  },
} as const satisfies Record<string, SettingSpec>;
