// SPDX-License-Identifier: MIT
import type { Diagnostic } from '../core/diagnostic.ts';
import { isSettingName, type SettingName, settingSpec } from '../core/settings/index.ts';
import type { Settings } from '../core/settings/resolve.ts';
import { parseSetting } from '../core/settings/value.ts';
import type { RangeFile } from '../range/parse.ts';
import type { Definition } from '../range/tree.ts';

/** Settings of text or numbers that make another sweep or another call; METRIC or TIMEOUT are a program's own words too often. */
const TELLING: readonly SettingName[] = ['SAMPLES', 'REPEATS', 'COMMAND', 'PARALLEL'];

/**
 * Warns of lines such as MODE=random: in a range file that is a symbol of the program, and the setting is SWEEP_MODE. Only
 * where the setting is given nowhere and the line has one value that it would take.
 */
export function namesOfSettings(
  { definitions, source }: Pick<RangeFile, 'definitions' | 'source'>,
  settings: Settings,
): Diagnostic[] {
  return definitions.flatMap((line) => {
    if (line.span.source !== source) return []; // of a sourced file: a program's own configuration
    const found = settingMeant(line);
    if (found === undefined || settings.isGiven(found.name)) return [];
    const { name, text } = found;
    return [
      {
        code: 'W_SETTING_NAME',
        span: line.span,
        message: `${name} is a symbol here, which every run gets as ${text}; the setting of that name stays as it is`,
        hint: `the setting is SWEEP_${name}=${text}; if a symbol is meant, SWEEP_QUIET=W_SETTING_NAME`,
      },
    ];
  });
}

function settingMeant({ names, right, helper }: Definition): { name: SettingName; text: string } | undefined {
  const [named] = names;
  if (named === undefined || names.length > 1 || helper === true || right.kind !== 'choices') return undefined;
  const [only] = right.alternatives;
  if (only === undefined || right.alternatives.length > 1 || only.kind !== 'value') return undefined;
  const { name } = named;
  if (!isSettingName(name)) return undefined;
  const spec = settingSpec(name);
  if (spec.kind !== 'choice' && !TELLING.includes(name)) return undefined;
  const { text } = only.value;
  return 'value' in parseSetting(spec, text) ? { name, text } : undefined;
}
