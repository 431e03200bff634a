// SPDX-License-Identifier: MIT
import type { SettingSpec } from '../setting-spec.ts';

/** What the rest of ksweep asks about a way to execute runs, instead of asking for its name. */
export interface SchedulerAbilities {
  /** Runs are processes of the runner's own machine: it can look at them, kill them and find what they leave behind. */
  readonly ownsProcesses: boolean;
  /** It ends a run at its time limit by itself, and signals KILL by itself after the grace time. */
  readonly keepsTimeLimits: boolean;
  /** It takes all runs at once and decides itself what runs when; what still waits there can be taken back. */
  readonly hasQueue: boolean;
  /** A runner that is asked to end leaves its runs there, and the next one finds them. */
  readonly survivesRunner: boolean;
  /** Runs may be given a folder of the node to work in (SCRATCH). */
  readonly hasScratch: boolean;
}

/** What everybody must know of a way to execute runs, as data. */
export interface SchedulerCard {
  /** Its word of BACKEND, and the name of its folder. */
  readonly name: string;
  readonly abilities: SchedulerAbilities;
  /** Settings of its own; their names begin with its name: SLURM_PARTITION. */
  readonly settings: Readonly<Record<string, SettingSpec>>;
  /** Beginnings of the variables that its allocations set and its programs read: no run inherits an outer one's. */
  readonly envPrefixes: readonly string[];
  /** Those of them that say where a site's scheduler is: its own programs get them all the same. */
  readonly siteVariables: readonly string[];
  /** Variables that begin so and are not its own. */
  readonly notIts: readonly string[];
  /** How a runner inside one of its allocations knows; null for one that has none. */
  readonly allocation: {
    /** Set in every allocation. */
    readonly mark: string;
    /** The first that is set tells how many cores were given. */
    readonly cores: readonly string[];
    /** Kept in the provenance of a sweep: they hold no secret. */
    readonly recorded: readonly string[];
  } | null;
}

/** The runner itself, which starts runs as processes of the machine that it is on. */
export interface RunnerCard extends SchedulerCard {
  readonly kind: 'runner';
}
