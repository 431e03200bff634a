// SPDX-License-Identifier: MIT
import type { SchedulerAbilities, SchedulerCard } from '../scheduling/card.ts';
import { optionSettings } from '../scheduling/option.ts';
import { LOCAL } from './local/index.ts';
import { LSF } from './lsf/index.ts';
import { SLURM } from './slurm/index.ts';

/**
 * Every way to execute runs, each a folder. The words of BACKEND, settings, the environment that runs inherit, what a dry run
 * prints, what is checked and how runs are handed over follow from it.
 */
const SCHEDULERS = [LOCAL, SLURM, LSF] as const;

export type ListedScheduler = (typeof SCHEDULERS)[number];

/** A word of BACKEND. */
export type SchedulerName = ListedScheduler['name'];

export const SCHEDULER_NAMES: readonly SchedulerName[] = SCHEDULERS.map(({ name }) => name);

const CARDS: readonly SchedulerCard[] = SCHEDULERS;

type AllOf<Union> = (Union extends unknown ? (one: Union) => void : never) extends (all: infer All) => void
  ? All
  : never;

/** Settings of all schedulers in one table. */
export const SCHEDULER_SETTINGS = Object.assign({}, ...CARDS.map(({ settings }) => settings)) as AllOf<
  ListedScheduler['settings']
>; // what Object.assign makes of the parts, which the compiler cannot follow through a list

/** Settings that are options of jobs: how arrays are made and how large they may be is none. */
export const JOB_OPTIONS: ReadonlySet<string> = new Set(
  SCHEDULERS.flatMap((one) => (one.kind === 'arrays' ? optionSettings<string>(one) : [])),
);

export function isSchedulerName(name: unknown): name is SchedulerName {
  return SCHEDULER_NAMES.some((one) => one === name);
}

/** Returns the scheduler of a word of BACKEND. */
export function schedulerNamed(name: SchedulerName): ListedScheduler {
  const found = SCHEDULERS.find((one) => one.name === name);
  if (found === undefined) throw new Error(`internal: no scheduler is called ${name}`);
  return found;
}

/** Returns what a scheduler can do: what to ask instead of its name. */
export function abilitiesOf(name: SchedulerName): SchedulerAbilities {
  return schedulerNamed(name).abilities;
}

/** Tells whether a variable of the environment belongs to a scheduler: to an allocation of it or to its programs. */
export function isSchedulerVariable(name: string): boolean {
  return CARDS.some(
    ({ envPrefixes, notIts }) => envPrefixes.some((prefix) => name.startsWith(prefix)) && !notIts.includes(name),
  );
}

/** Tells whether such a variable says where the site's scheduler is, not what an allocation was given. */
export function isSiteVariable(name: string): boolean {
  return CARDS.some(({ siteVariables }) => siteVariables.includes(name));
}

/** Variables of allocations that the provenance of a sweep keeps. */
export const RECORDED_VARIABLES: ReadonlySet<string> = new Set(
  CARDS.flatMap(({ allocation }) => allocation?.recorded ?? []),
);

/** Returns how many cores an outer allocation has, as its scheduler's variables tell; undefined outside of one. */
export function allocatedCores(env: Readonly<Record<string, string | undefined>>): string | undefined {
  const inside = CARDS.find(({ allocation }) => allocation !== null && env[allocation.mark] !== undefined)?.allocation;
  return inside?.cores.map((name) => env[name]).find((text) => text !== undefined);
}
