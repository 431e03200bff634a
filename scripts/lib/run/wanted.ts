// SPDX-License-Identifier: MIT
import type { Configuration } from '../config/configuration.ts';
import type { ConfigId, RunId } from '../core/hash.ts';
import type { Assignment } from '../core/value.ts';

/** One run that a sweep folder shall be brought up to: identity, values and the configuration file it gets. */
export interface WantedRun extends Pick<Configuration, 'name' | 'stage' | 'swept' | 'listedBy' | 'requested'> {
  readonly run: RunId;
  readonly config: ConfigId;
  /** Number it has in the generated folder; a sweep folder that is new takes it over, an older one goes on counting. */
  readonly number?: number;
  /** Runs that must be done before it, one of each stage that its stage names. */
  readonly needs?: readonly RunId[];
  readonly values: readonly Assignment[];
  /** A further seed of a setting, beside what the range file asks for. */
  readonly isExtra?: true;
  /** Name of its copy in the run folder: config.txt, config.yaml, ... */
  readonly configFileName: string;
  /** Returns the text of the configuration file. */
  configText(): string;
}
