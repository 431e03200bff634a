// SPDX-License-Identifier: MIT
import { type Checked, type Diagnostic, hasErrors } from '../core/diagnostic.ts';
import type { GivenSetting, Settings } from '../core/settings/resolve.ts';
import { resolveSettings } from '../core/settings/resolve.ts';
import type { Source } from '../core/source.ts';
import { parseRangeFile, type RangeFile, type SourceLoader } from '../range/parse.ts';
import { buildSpace } from '../space/build.ts';
import { type Design, openDesign } from '../space/designs/index.ts';
import type { Space } from '../space/space.ts';

/** A sweep as it is defined: range file and settings, the space they describe, and the design that walks it. */
export interface Definition {
  readonly file: RangeFile;
  readonly settings: Settings;
  readonly space: Space;
  readonly design: Design;
}

export interface DefinitionInput {
  readonly source: Source;
  readonly load: SourceLoader;
  /** Settings from outside the range file. */
  readonly given: readonly GivenSetting[];
}

/** Returns the definition of a sweep with every diagnostic of its files and settings at once. */
export function defineSweep(input: DefinitionInput): Checked<Definition> {
  const outside = resolveSettings(input.given);
  const set = outside.settings.text('SET');
  const parsed = parseRangeFile(input.source, input.load, set);
  const diagnostics: Diagnostic[] = [...parsed.diagnostics];
  if (parsed.value === undefined) return { diagnostics: [...outside.diagnostics, ...diagnostics] };
  const lines: GivenSetting[] = parsed.value.settings.map((line) => ({ ...line, layer: 'range file' }));
  const { settings, diagnostics: settingTrouble } = resolveSettings([...input.given, ...lines]);
  diagnostics.push(...settingTrouble);
  if (hasErrors(diagnostics)) return { diagnostics };
  const repeats = settings.get('REPEATS');
  const built = buildSpace(parsed.value, repeats === undefined ? {} : { repeats: { symbol: settings.get('SEED_SYMBOL'), count: repeats } });
  diagnostics.push(...built.diagnostics);
  if (built.value === undefined || hasErrors(diagnostics)) return { diagnostics };
  const samples = settings.get('SAMPLES');
  const opened = openDesign(built.value, {
    mode: settings.get('MODE'),
    seed: settings.get('SEED'),
    ...(samples === undefined ? {} : { samples }),
  });
  diagnostics.push(...opened.diagnostics);
  if (opened.value === undefined || hasErrors(diagnostics)) return { diagnostics };
  return { value: { file: parsed.value, settings, space: built.value, design: opened.value }, diagnostics };
}
