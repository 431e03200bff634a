// SPDX-License-Identifier: MIT
import type { Checked, Diagnostic } from '../../core/diagnostic.ts';
import { didYouMean } from '../../core/nearest.ts';

/**
 * Returns the stage that ONLY, RERUN, N and reports of a call mean: that of FORCE, that of STAGE, else the last one; undefined
 * for a sweep without stages. A name that no stage has is an error.
 */
export function chosenStage(
  stage: string | undefined,
  stages: readonly string[],
  force?: string,
): Checked<string | undefined> {
  const named = [['FORCE', force] as const, ['STAGE', stage] as const];
  const diagnostics: Diagnostic[] = [];
  let chosen: string | undefined;
  for (const [setting, name] of named) {
    if (name === undefined || name.trim() === '') continue;
    if (stages.includes(name)) chosen ??= name;
    else diagnostics.push(unknownStage(setting, name, stages));
  }
  return diagnostics.length > 0 ? { diagnostics } : { value: chosen ?? stages.at(-1), diagnostics };
}

function unknownStage(setting: string, name: string, stages: readonly string[]): Diagnostic {
  const base = { severity: 'error', code: 'E_SETTING_VALUE' } as const;
  if (stages.length === 0)
    return { ...base, message: `${setting} is "${name}", but this sweep has no stages`, hint: `leave ${setting} out` };
  return {
    ...base,
    message: `${setting} is "${name}", and there is no such stage`,
    hint: didYouMean(name, stages) ?? `the stages are ${stages.join(', ')}`,
  };
}
