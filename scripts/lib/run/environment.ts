// SPDX-License-Identifier: MIT
import { isSchedulerVariable } from '../core/schedulers/index.ts';
import { settingNamed } from '../core/settings/index.ts';
import type { Assignment } from '../core/value.ts';
import { environmentVariable } from '../range/names.ts';

/** Variables of make and of our own start that no run may inherit; those of schedulers stand on their cards. */
const SCRUBBED =
  /^(MAKEFLAGS|MFLAGS|MAKELEVEL|MAKEOVERRIDES|MAKEFILES|MAKE_TERMOUT|MAKE_TERMERR|TSX_TSCONFIG_PATH|SHELLOPTS|BASHOPTS|_|(KSWEEP|SWEEP)_.*)$/;

/** Returns the environment that every run inherits: the caller's, without what belongs to make, ksweep or an outer allocation. */
export function inheritedEnvironment(env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const kept: Record<string, string> = {};
  // Variables on make's command line are in our environment too; those that are settings of ours mean nothing to a run.
  const ofMake: ReadonlySet<string> = new Set(
    (env['KSWEEP_FROM_MAKE'] ?? '').split(' ').filter((name) => name === 'SWEEP' || settingNamed(name) !== undefined),
  );
  for (const [name, value] of Object.entries(env))
    if (value !== undefined && !SCRUBBED.test(name) && !isSchedulerVariable(name) && !ofMake.has(name))
      kept[name] = value;
  return kept;
}

/** What a run is told about itself. Paths are absolute. */
export interface RunPlace {
  readonly run: string;
  readonly number: number;
  readonly config: string;
  readonly runDir: string;
  readonly attemptDir: string;
  readonly sweepDir: string;
}

/**
 * Returns what a run's environment adds (text) and takes away (null): each assignment under its own name, every other
 * symbol of the sweep unset even if the caller has such a variable.
 */
export function runEnvironment(
  values: readonly Assignment[],
  symbols: Iterable<string>,
  place: RunPlace,
): Record<string, string | null> {
  const env: Record<string, string | null> = {};
  for (const symbol of symbols) env[environmentVariable(symbol)] = null;
  for (const { name, value } of values) env[environmentVariable(name)] = value.text;
  env['SWEEP_CONFIG'] = place.config;
  env['SWEEP_OUT_DIR'] = place.runDir;
  env['SWEEP_NUMBER'] = String(place.number);
  env['SWEEP_ID'] = place.run;
  env['SWEEP_DIR'] = place.sweepDir;
  env['SWEEP_ATTEMPT_DIR'] = place.attemptDir;
  return env;
}
