// SPDX-License-Identifier: MIT
/**
 * Every diagnostic code with the one-line meaning that docs/errors.md prints. Codes are stable: scripts may lean on
 * them. A code is added here first, then used; each has a test in tests/fixtures/bad-ranges or beside its module.
 */
export const CODES = {
  E_SYNTAX: 'a line is no statement of the range language',
  E_ENCODING: 'the file is not UTF-8, or holds a NUL byte or a raw line break inside a value',
  E_SETTING_UNKNOWN: 'a SWEEP_ line names a setting that does not exist',
  E_SETTING_VALUE: 'a setting has a value of the wrong form',
  E_FILE_MISSING: 'a file that is named cannot be read',
  E_NESTING: 'a dotted name stands inside a name that has a value of its own',
  E_TEMPLATE: 'a template cannot be rendered for a configuration',
  E_BASE: 'SWEEP_BASE cannot be merged into',
  E_LIMIT: 'the sweep has more configurations than LIMIT allows',
  E_EMPTY: 'no configuration is left',
} as const;

export type Code = keyof typeof CODES;
