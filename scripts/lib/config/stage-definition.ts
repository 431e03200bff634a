// SPDX-License-Identifier: MIT
import { type Checked, type Diagnostic, hasErrors } from '../core/diagnostic.ts';
import type { GivenSetting, Settings } from '../core/settings/resolve.ts';
import { resolveSettings } from '../core/settings/resolve.ts';
import type { RangeFile, StageFile } from '../range/parse.ts';
import type { DesignOptions } from '../space/designs/index.ts';
import type { Bases } from './bases.ts';
import { baselineFromBase, basesOf, type NamedLoader } from './sweep-bases.ts';
import type { Space } from '../space/space.ts';
import { ownSymbols } from '../space/stages/stage-design.ts';
import { buildStages, type SharedPart, type StagePoint, type StageSpace } from '../space/stages/staged-space.ts';

/** A stage with the settings that hold for its runs. */
export interface DefinedStage extends Omit<StageSpace, 'whole'> {
  readonly settings: Settings;
  /** Its lines with those above all stages. */
  readonly whole: Pick<RangeFile, 'definitions' | 'unsets' | 'helpers' | 'kinds'>;
  /** Its lines and rules with all that they may mention of others as axes. */
  readonly wholeSpace: Space | undefined;
  readonly bases: Bases | undefined;
}

/** The stages of a sweep, in the order of the file: a stage stands below all that it needs. */
export interface DefinedStages {
  readonly stages: readonly DefinedStage[];
  points(): Generator<StagePoint, readonly string[]>;
}

/** Settings of the whole file, and all that was given, to be looked at once more for each stage. */
export interface StageGiven {
  readonly settings: Settings;
  readonly given: readonly GivenSetting[];
  /** Reads SWEEP_BASE; without it no base is looked at. */
  readonly loadNamed: NamedLoader | undefined;
}

/** Returns the stages of a file with their settings; a line in a stage wins over one above all stages. */
export function defineStages(
  shared: SharedPart,
  files: readonly StageFile[],
  { settings, given, loadNamed }: StageGiven,
): Checked<DefinedStages> {
  const diagnostics: Diagnostic[] = [];
  const stages = files.map((file) => {
    const resolved = stageSettings(file, given);
    diagnostics.push(...resolved.diagnostics.filter((d) => isOfStage(d, file)));
    const own = resolveSettings(file.settings.map((line) => ({ ...line, layer: 'range file' }))).settings;
    const count = own.get('REPEATS');
    const repeats = count === undefined ? {} : { repeats: { symbol: resolved.settings.get('SEED_SYMBOL'), count } };
    const symbols = [...shared.space.symbols, ...ownSymbols(file, repeats)];
    const { bases, diagnostics: trouble } =
      loadNamed === undefined
        ? { diagnostics: [] }
        : basesOf(resolved.settings, { symbols, file: wholeFile(shared.file, file) }, loadNamed);
    diagnostics.push(...trouble.filter((one) => !diagnostics.some((known) => isSame(known, one))));
    const baselineOf = bases === undefined ? {} : { baselineOf: (space: Space) => baselineFromBase(space, bases) };
    const options = {
      design: designOf(resolved.settings),
      ...repeats,
      ...baselineOf,
      keepsSingles: goesByLists(resolved.settings),
    };
    return { file, settings: resolved.settings, bases, options };
  });
  if (hasErrors(diagnostics)) return { diagnostics };
  const built = buildStages(shared, stages, settings.get('LIMIT') + 1);
  diagnostics.push(...built.diagnostics);
  if (built.value === undefined) return { diagnostics };
  const { stages: spaces, points } = built.value;
  const defined = spaces.map((space, i): DefinedStage => {
    const whole = wholeFile(shared.file, space.file);
    const { settings: own = settings, bases } = stages[i] ?? {};
    return { ...space, settings: own, whole, wholeSpace: space.whole, bases };
  });
  return { value: { stages: defined, points }, diagnostics };
}

function wholeFile(shared: RangeFile, stage: StageFile): DefinedStage['whole'] {
  return {
    definitions: [...shared.definitions, ...stage.definitions],
    unsets: [...shared.unsets, ...stage.unsets],
    helpers: new Set([...shared.helpers, ...stage.helpers]),
    kinds: stage.kinds,
  };
}

/** Stages share a base, and what is wrong with it is told once. */
function isSame(a: Diagnostic, b: Diagnostic): boolean {
  return (
    a.code === b.code &&
    a.message === b.message &&
    a.span?.source.path === b.span?.source.path &&
    a.span?.offset === b.span?.offset
  );
}

/** Returns the settings of a stage: what was given for the whole sweep, and its own lines over those of the file. */
export function stageSettings(
  file: Pick<StageFile, 'settings'>,
  given: readonly GivenSetting[],
): ReturnType<typeof resolveSettings> {
  const lines = file.settings.map((line): GivenSetting => ({ ...line, layer: 'range file' }));
  return resolveSettings([...lines, ...given]);
}

/** Returns how settings want a space to be walked. */
export function designOf(settings: Settings<'MODE' | 'SEED' | 'SAMPLES' | 'BASELINE'>): DesignOptions {
  const samples = settings.get('SAMPLES');
  return {
    mode: settings.get('MODE'),
    seed: settings.get('SEED'),
    onlyListed: settings.get('BASELINE') === 'listed',
    ...(samples === undefined ? {} : { samples }),
  };
}

/** Returns whether a design goes by what is listed: one value that is written twice is then an axis of one value. */
export function goesByLists(settings: Settings<'MODE' | 'BASELINE'>): boolean {
  return settings.get('MODE') === 'independent' || settings.get('BASELINE') === 'listed';
}

/** What is wrong above all stages was told before. */
function isOfStage({ span }: Diagnostic, { settings }: StageFile): boolean {
  return settings.some((line) => line.span.source === span?.source && line.span.offset === span.offset);
}
