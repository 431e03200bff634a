// SPDX-License-Identifier: MIT
import type { SettingName } from './index.ts';

/**
 * What a command declares: flags, make variables and SWEEP_ names follow from what it reads, and nothing else can be given
 * to it. `N`: the settings that it reads.
 */
export interface CommandSpec<N extends SettingName = SettingName> {
  /** File name of the script without .ts: generate-configs. */
  readonly name: string;
  /** The make targets that call it, each with the switches of its recipe. */
  readonly targets: Readonly<Record<string, readonly string[]>>;
  /** One sentence on what it does. */
  readonly summary: string;
  /** Settings that its words are, in their order. */
  readonly positionals: readonly N[];
  /** All others that it reads. */
  readonly reads: readonly N[];
  /** Settings of `reads` that it reads with a switch only: name -> switch. */
  readonly readsWith?: Readonly<Partial<Record<SettingName, string>>>;
  /** Further paragraphs of --help: what it writes, exit codes. */
  readonly details?: string;
  /** Flags of this script alone that are no settings: name -> help. */
  readonly switches?: Readonly<Record<string, string>>;
}
