// SPDX-License-Identifier: MIT

/** A default as the script writes it: a literal, null that is a value of its own (Hydra, YAML), none at all, or code that only running would tell. */
export interface ScriptDefault {
  readonly t: 'number' | 'text' | 'bool' | 'list' | 'null' | 'none' | 'code';
  /** Number as written, text, true or false, compact JSON, or the code; missing for none. */
  readonly s?: string;
}

/** One parameter of a script. */
export interface ScriptParameter {
  /** As it is given: --learning-rate, -b, data (by its place), optim.lr (Hydra), LR (environment). */
  readonly flag: string;
  /** Line of the script or of its configuration file, from 1; 0 when it is not known. */
  readonly line: number;
  readonly default: ScriptDefault;
  /** What turns the word into a value: int, float, str2bool, path; '' when nothing does. */
  readonly kind: string;
  readonly choices: readonly ScriptDefault[] | null;
  /** store_true, store_false, BooleanOptionalAction, pair (--x and --no-x), word (--x true), append; '' for a plain value. */
  readonly action: string;
  /** How a list is given: several words, the option again, or no list. */
  readonly list: 'words' | 'repeat' | '';
  readonly required?: boolean;
  readonly positional?: boolean;
  readonly environ?: boolean;
}

/** How a script takes its parameters. */
export type ScriptInterface = 'options' | 'hydra' | 'omegaconf' | 'file' | 'argv' | 'environment' | 'unknown';

/** What was found in a script, without running it. */
export interface ScriptReading {
  readonly takes: ScriptInterface;
  /** Whose options they are, for people: argparse, click, Hydra. */
  readonly by: string;
  readonly parameters: readonly ScriptParameter[];
  /** Where they were found: the script, or its configuration file. */
  readonly from: string;
  /** Of a script that reads a file: the option that names it, and the file it reads when nothing is said. */
  readonly file?: { readonly flag: string; readonly path: string };
  /** Sentences on what could not be known. */
  readonly notes: readonly string[];
}
