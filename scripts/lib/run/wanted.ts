// SPDX-License-Identifier: MIT
import type { ConfigId, RunId } from '../core/hash.ts';
import type { RequestedValue } from '../core/requested-value.ts';
import type { Assignment } from '../core/value.ts';

/** One run that a sweep folder shall be brought up to: identity, values and the configuration file it gets. */
export interface WantedRun {
  readonly run: RunId;
  readonly config: ConfigId;
  /** Number it has in the generated folder; a sweep folder that is new takes it over, an older one goes on counting. */
  readonly number?: number;
  /** config_017 */
  readonly name: string;
  /** Missing in a sweep without stages. */
  readonly stage?: string;
  /** Runs that must be done before it, one of each stage that its stage names. */
  readonly needs?: readonly RunId[];
  readonly values: readonly Assignment[];
  /** Symbols the range file sweeps. */
  readonly swept: readonly string[];
  /** MODE=independent: first symbols of the lines that list it. */
  readonly listedBy?: readonly string[];
  /** Swept values that a Kconfig tree did not take, as they were asked for. */
  readonly requested?: readonly RequestedValue[];
  /** A further seed of a setting, beside what the range file asks for. */
  readonly isExtra?: true;
  /** Name of its copy in the run folder: config.txt, config.yaml, ... */
  readonly configFileName: string;
  /** Returns the text of the configuration file. */
  configText(): string;
}
