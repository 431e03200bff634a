// SPDX-License-Identifier: MIT
export type SettingKind = 'text' | 'integer' | 'number' | 'boolean' | 'duration' | 'bytes' | 'choice';

/** One setting. FOO is the make variable, --foo the flag, SWEEP_FOO the name in the environment, range files and .env. */
export interface SettingSpec {
  readonly kind: SettingKind;
  /** Written as a user would; absent: the setting is unset by default. */
  readonly default?: string;
  /** The words a choice may be. */
  readonly values?: readonly string[];
  /** Other spellings of these words that are read as them. */
  readonly also?: Readonly<Record<string, string>>;
  /** Smallest number allowed (integer, number). */
  readonly min?: number;
  /** Largest number allowed (integer, number). */
  readonly max?: number;
  /** One line for --help and the docs. */
  readonly help: string;
  /** Shown behind the name in --help, in capitals: FILE, DIR, N. */
  readonly meta?: string;
  /** Names that it had before: taken everywhere, with a warning. */
  readonly was?: readonly string[];
  /** Means one call only (a target's own argument): refused in range files and .env. */
  readonly callOnly?: true;
  /** Lets foreign code run: taken from the call itself alone, never from a file, the environment or a sweep folder. */
  readonly isConsent?: true;
}
