// SPDX-License-Identifier: MIT
import { type Checked, type Diagnostic, hasErrors } from '../core/diagnostic.ts';
import type { GivenSetting, Settings } from '../core/settings/resolve.ts';
import { resolveSettings } from '../core/settings/resolve.ts';
import type { Source } from '../core/source.ts';
import { parseRangeFile, type RangeFile, type SourceLoader } from '../range/parse.ts';
import { buildSpace } from '../space/build.ts';
import { type Design, isDrawn, openDesign } from '../space/designs/index.ts';
import type { Space } from '../space/space.ts';

/** A sweep as it is defined: range file and settings, the space they describe, and the design that walks it. */
export interface DefinedSweep {
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
export function defineSweep(input: DefinitionInput): Checked<DefinedSweep> {
  const outside = resolveSettings(input.given);
  const set = outside.settings.text('SET');
  const parsed = parseRangeFile(input.source, input.load, set);
  const diagnostics: Diagnostic[] = [...parsed.diagnostics];
  if (parsed.value === undefined) return { diagnostics: [...outside.diagnostics, ...diagnostics] };
  const lines: GivenSetting[] = parsed.value.settings.map((line) => ({ ...line, layer: 'range file' }));
  const { settings, diagnostics: settingTrouble } = resolveSettings([...input.given, ...lines]);
  diagnostics.push(...settingTrouble, ...unusedSamples(settings, [...input.given, ...lines]));
  if (hasErrors(diagnostics)) return { diagnostics };
  const repeats = settings.get('REPEATS');
  const built = buildSpace(
    parsed.value,
    repeats === undefined ? {} : { repeats: { symbol: settings.get('SEED_SYMBOL'), count: repeats } },
  );
  diagnostics.push(...built.diagnostics);
  if (built.value === undefined || hasErrors(diagnostics)) return { diagnostics };
  if (built.value.symbols.length === 0) diagnostics.push(noSymbols(input.source));
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

/** Most likely the wrong file, or one that is not written yet; a single run without values may be meant. */
function noSymbols({ path }: Source): Diagnostic {
  return {
    severity: 'warning',
    code: 'W_NO_SYMBOLS',
    message: `${path} gives no symbol a value: there is one configuration, and it is empty`,
    hint: 'write lines such as CONFIG_LR=0.1|0.01',
  };
}

/** SAMPLES alone looks as if it made a sweep small, and the whole grid would run: whoever wants that says the mode. */
function unusedSamples(settings: Settings, given: readonly GivenSetting[]): Diagnostic[] {
  const samples = settings.text('SAMPLES');
  const mode = settings.get('MODE');
  if (samples === undefined || isDrawn(mode)) return [];
  const isMeant = settings.isGiven('MODE');
  const span = given.find((g) => g.name === 'SAMPLES' && g.layer === settings.layer('SAMPLES'))?.span;
  return [
    {
      severity: isMeant ? 'warning' : 'error',
      code: 'E_SETTING_VALUE',
      ...(span === undefined ? {} : { span }),
      message: `SAMPLES is ${samples}, but MODE=${mode} ${isMeant ? 'draws nothing, so it is not used' : 'lists every configuration'}`,
      hint: `MODE=random SAMPLES=${samples} draws some`,
    },
  ];
}
