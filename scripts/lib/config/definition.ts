// SPDX-License-Identifier: MIT
import type { SharedPart } from '../space/stages/staged-space.ts';
import { CODES } from '../core/codes.ts';
import { type Checked, type Diagnostic, hasErrors, isError } from '../core/diagnostic.ts';
import {
  type GivenSetting,
  resolveSettings,
  type SettingLayer,
  type Settings,
  settingSource,
} from '../core/settings/resolve.ts';
import { SETTING_NAMES } from '../core/settings/index.ts';
import { settingWords } from '../core/settings/words.ts';
import { didYouMean } from '../core/nearest.ts';
import type { Source } from '../core/source.ts';
import type { RangeFile } from '../range/parse.ts';
import { buildSpace } from '../space/build.ts';
import type { Bases } from './bases.ts';
import { baselineFromBase, basesOf, formatOf, type NamedLoader, settledByBase } from './sweep-bases.ts';
import { isDrawn, openDesign } from '../space/designs/index.ts';
import { fittingDesign } from '../space/stages/stage-design.ts';
import type { Space } from '../space/space.ts';
import { type DefinitionFiles, parseDefinition } from './definition-files.ts';
import { type DefinedStages, defineStages, designOf, goesByLists } from './stage-definition.ts';
import { helperUses } from './format-names.ts';
import { namesOfSettings } from './setting-names.ts';
import { writtenAlike } from './written-alike.ts';

/** A sweep as it is defined: range file and settings, the space they describe, and the design that walks it. */
export interface DefinedSweep extends SharedPart {
  readonly settings: Settings;
  /** What yaml and json files are merged into; undefined without SWEEP_BASE, and where stages have their own. */
  readonly bases?: Bases;
  /** Missing in a sweep without stages. With them, all else here is what all stages share. */
  readonly stages?: DefinedStages;
}

export interface DefinitionInput extends DefinitionFiles {
  /** Reads SWEEP_BASE; without it no base is looked at. */
  readonly loadNamed?: NamedLoader;
  /** Settings from outside the range file. */
  readonly given: readonly GivenSetting[];
}

/** Returns the definition of a sweep with every diagnostic of its files and settings at once. */
export function defineSweep(input: DefinitionInput): Checked<DefinedSweep> {
  const outside = resolveSettings(input.given);
  const quoted = BELOW_FILES.has(outside.settings.layer('QUOTED')) ? undefined : outside.settings.text('QUOTED');
  const tree = outside.settings.text('KCONFIG');
  const isOver = !BELOW_FILES.has(outside.settings.layer('KCONFIG'));
  const hasTree = (own: string | undefined): boolean => ((isOver ? tree : (own ?? tree)) ?? '') !== '';
  const parsed = parseDefinition(input, outside.settings, { quoted, hasTree });
  const diagnostics: Diagnostic[] = [...parsed.diagnostics];
  if (parsed.value === undefined) return { diagnostics: [...outside.diagnostics, ...diagnostics] };
  const lines: GivenSetting[] = parsed.value.settings.map((line) => ({ ...line, layer: 'range file' }));
  const { settings, diagnostics: settingTrouble } = resolveSettings([...input.given, ...lines]);
  const given = [...input.given, ...lines];
  diagnostics.push(
    ...settingTrouble,
    ...unusedSamples(parsed.value, settings, given),
    ...helpersInSettings(parsed.value, settings),
    ...namesOfSettings(parsed.value, settings),
    ...unknownCodes(settings, given),
  );
  if (hasErrors(diagnostics)) return { diagnostics };
  const repeats = settings.get('REPEATS');
  const built = buildSpace(parsed.value, {
    ...(repeats === undefined ? {} : { repeats: { symbol: settings.get('SEED_SYMBOL'), count: repeats } }),
    keepsSingles: goesByLists(settings),
  });
  diagnostics.push(...built.diagnostics);
  if (built.value === undefined || hasErrors(diagnostics)) return { diagnostics };
  const file = parsed.value;
  const hasStages = file.stages !== undefined;
  if (built.value.symbols.length === 0 && file.unsets.length === 0 && !hasStages)
    diagnostics.push(noSymbols(input.source));
  const { bases, diagnostics: baseTrouble } =
    input.loadNamed === undefined || hasStages ? { diagnostics: [] } : basesOf(settings, built.value, input.loadNamed);
  if (bases !== undefined) diagnostics.splice(0, diagnostics.length, ...settledByBase(diagnostics, bases));
  diagnostics.push(...baseTrouble);
  const wanted = designOf(settings);
  const alike = hasStages ? undefined : writtenAlike(file, formatOf(settings), bases);
  const space: Space = alike === undefined ? built.value : { ...built.value, written: alike };
  // With stages each has a base of its own; the one above them all gives what they share its baseline.
  const around = hasStages && input.loadNamed !== undefined ? basesOf(settings, space, input.loadNamed).bases : bases;
  // Two choices that differ in helpers only are one configuration, but stages may make two of them.
  const walked = hasStages ? { ...space, model: { ...space.model, helpers: new Set<string>() } } : space;
  const opened = openDesign(walked, {
    ...(hasStages ? fittingDesign(space, wanted) : wanted),
    ...(around === undefined || wanted.mode !== 'independent' ? {} : { baseline: baselineFromBase(space, around) }),
  });
  diagnostics.push(...opened.diagnostics);
  if (opened.value === undefined || hasErrors(diagnostics)) return { diagnostics };
  const value = { file, settings, space, design: opened.value };
  if (file.stages !== undefined) {
    const asked = { settings, given, loadNamed: input.loadNamed };
    const stages = defineStages(value, file.stages, asked);
    diagnostics.push(...stages.diagnostics);
    if (stages.value === undefined || hasErrors(diagnostics)) return { diagnostics };
    const settled = stages.value.stages.reduce(
      (left, stage) => (stage.bases === undefined ? left : settledByBase(left, stage.bases)),
      diagnostics as readonly Diagnostic[],
    );
    return { value: { ...value, stages: stages.value }, diagnostics: audible(settled, settings) };
  }
  return {
    value: bases === undefined ? value : { ...value, bases },
    diagnostics: audible(diagnostics, settings),
  };
}

/** Returns diagnostics without the warnings whose codes SWEEP_QUIET names. */
export function audible(diagnostics: readonly Diagnostic[], settings: Settings): readonly Diagnostic[] {
  const quiet = new Set(settingWords(settings.get('QUIET')));
  return diagnostics.filter((one) => isError(one) || !quiet.has(one.code));
}

/** Templates among the settings (the command, names of runs, a base chosen by a value). */
function helpersInSettings({ helpers }: RangeFile, settings: Settings): Diagnostic[] {
  return SETTING_NAMES.flatMap((name) => {
    const source = settingSource(settings, name);
    return source.text.includes('{{') ? helperUses(source, helpers) : [];
  });
}

/** A misspelt code would silence nothing. */
function unknownCodes(settings: Settings, given: readonly GivenSetting[]): Diagnostic[] {
  const warnings = Object.keys(CODES).filter((code) => code.startsWith('W_'));
  const span = given.find((g) => g.name === 'QUIET' && g.layer === settings.layer('QUIET'))?.span;
  return settingWords(settings.get('QUIET'))
    .filter((code) => !warnings.includes(code))
    .map((code) => ({
      code: 'E_SETTING_VALUE',
      span,
      message: `SWEEP_QUIET names ${code}, and there is no such warning`,
      hint: didYouMean(code, warnings) ?? `there are ${warnings.join(', ')}`,
    }));
}

/** Layers that a line of the range file overrides. */
const BELOW_FILES: ReadonlySet<SettingLayer> = new Set(['.env', 'allocation', 'default']);

/** Most likely the wrong file, or one that is not written yet; a single run without values may be meant. */
function noSymbols({ path }: Source): Diagnostic {
  return {
    code: 'W_NO_SYMBOLS',
    message: `${path} gives no symbol a value: there is one configuration, and it is empty`,
    hint: 'write lines such as CONFIG_LR=0.1|0.01',
  };
}

/** SAMPLES alone looks as if it made a sweep small, and the whole grid would run: whoever wants that says the mode. */
function unusedSamples(file: RangeFile, settings: Settings, given: readonly GivenSetting[]): Diagnostic[] {
  const samples = settings.text('SAMPLES');
  const mode = settings.get('MODE');
  if (samples === undefined || isDrawn(mode)) return [];
  if (mode === 'combination' && file.definitions.some(({ right }) => /^sampled/.test(right.kind))) return [];
  const isMeant = settings.isGiven('MODE');
  const span = given.find((g) => g.name === 'SAMPLES' && g.layer === settings.layer('SAMPLES'))?.span;
  return [
    {
      isMild: isMeant,
      code: 'E_SETTING_VALUE',
      span,
      message: `SAMPLES is ${samples}, but MODE=${mode} ${isMeant ? 'draws nothing, so it is not used' : 'lists every configuration'}`,
      hint: `MODE=random SAMPLES=${samples} draws some`,
    },
  ];
}
