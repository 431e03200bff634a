// SPDX-License-Identifier: MIT
import type { Checked, Diagnostic } from '../../core/diagnostic.ts';
import { namedStages } from '../select.ts';
import { didYouMean } from '../../core/nearest.ts';

/** Where a call may name a stage, first wins: FORCE, STAGE, and the runs of ONLY and RERUN (sample/17). */
type StageNaming = 'FORCE' | 'STAGE' | 'ONLY' | 'RERUN';

/**
 * Returns the stage that ONLY, RERUN, N and reports of a call mean: that of FORCE, that of STAGE, that which ONLY and RERUN name, else the last
 * one; undefined for a sweep without stages. A name that no stage has is an error, and so are runs of two stages in one call.
 */
export function chosenStage(
  named: Readonly<Partial<Record<StageNaming, string | undefined>>>,
  stages: readonly string[],
): Checked<string | undefined> {
  const { FORCE, STAGE, ONLY = '', RERUN = '' } = named;
  const namings: readonly (readonly [StageNaming, string | undefined])[] = [
    ['FORCE', FORCE],
    ['STAGE', STAGE],
    ...namedStages(ONLY).map((name) => ['ONLY', name] as const),
    ...namedStages(RERUN).map((name) => ['RERUN', name] as const),
  ];
  const diagnostics: Diagnostic[] = [];
  let chosen: readonly [StageNaming, string] | undefined;
  for (const [setting, name] of namings) {
    if (name === undefined || name.trim() === '') continue;
    if (!stages.includes(name)) diagnostics.push(unknownStage(setting, name, stages));
    else if (chosen === undefined) chosen = [setting, name];
    else if (setting !== 'STAGE' && name !== chosen[1]) diagnostics.push(twoStages([setting, name], chosen));
  }
  return diagnostics.length > 0 ? { diagnostics } : { value: chosen?.[1] ?? stages.at(-1), diagnostics };
}

function twoStages([setting, name]: readonly [string, string], [first, other]: readonly [string, string]): Diagnostic {
  return {
    code: 'E_SETTING_VALUE',
    message: `${setting} names runs of stage "${name}", but the call means "${other}" (${first})`,
    hint: 'a call means runs of one stage; what those need is run as well',
  };
}

function unknownStage(setting: string, name: string, stages: readonly string[]): Diagnostic {
  const base = { code: 'E_SETTING_VALUE' } as const;
  if (stages.length === 0)
    return { ...base, message: `${setting} is "${name}", but this sweep has no stages`, hint: `leave ${setting} out` };
  return {
    ...base,
    message: `${setting} is "${name}", and there is no such stage`,
    hint: didYouMean(name, stages) ?? `the stages are ${stages.join(', ')}`,
  };
}
