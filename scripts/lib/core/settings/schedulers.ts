// SPDX-License-Identifier: MIT
import { LSF_CARD } from './lsf.ts';
import type { SchedulerAbilities, SchedulerCard } from './scheduler-card.ts';
import { SLURM_CARD } from './slurm.ts';

/** This machine: no scheduler but the runner itself. */
const LOCAL_CARD = {
  abilities: {
    ownsProcesses: true,
    keepsTimeLimits: false,
    hasQueue: false,
    survivesRunner: false,
    hasScratch: false,
  },
  envPrefixes: [],
  siteVariables: [],
  notIts: [],
  allocation: null,
  settings: {},
} as const satisfies SchedulerCard;

/**
 * Every way to execute runs: the words of BACKEND. Settings, the environment that runs inherit, what a dry run prints and
 * what is checked follow from it; exec/schedulers.ts holds the other half and does not compile without it.
 */
export const SCHEDULER_CARDS = {
  local: LOCAL_CARD,
  slurm: SLURM_CARD,
  lsf: LSF_CARD,
} as const satisfies Readonly<Record<string, SchedulerCard>>;

/** A word of BACKEND. */
export type SchedulerName = keyof typeof SCHEDULER_CARDS;

export const SCHEDULER_NAMES = Object.keys(SCHEDULER_CARDS) as readonly SchedulerName[]; // keys of a literal: safe to narrow

const CARDS: readonly SchedulerCard[] = Object.values(SCHEDULER_CARDS);

type AllOf<Union> = (Union extends unknown ? (one: Union) => void : never) extends (all: infer All) => void
  ? All
  : never;

/** Settings of all schedulers in one table. */
export const SCHEDULER_SETTINGS = Object.assign({}, ...CARDS.map(({ settings }) => settings)) as AllOf<
  (typeof SCHEDULER_CARDS)[SchedulerName]['settings']
>; // what Object.assign makes of the parts, which the compiler cannot follow through a list

export function isSchedulerName(name: unknown): name is SchedulerName {
  return typeof name === 'string' && Object.hasOwn(SCHEDULER_CARDS, name);
}

/** Returns what a scheduler can do: what to ask instead of its name. */
export function abilitiesOf(name: SchedulerName): SchedulerAbilities {
  return SCHEDULER_CARDS[name].abilities;
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
