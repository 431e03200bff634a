// SPDX-License-Identifier: MIT
import { type Checked, type Diagnostic, hasErrors } from '../core/diagnostic.ts';
import type { GivenSetting, Settings } from '../core/settings/resolve.ts';
import { resolveSettings } from '../core/settings/resolve.ts';
import type { StageFile } from '../range/parse.ts';
import type { DesignOptions } from '../space/designs/index.ts';
import { buildStages, type SharedPart, type StagePoint, type StageSpace } from '../space/stages/staged-space.ts';

/** A stage with the settings that hold for its runs. */
export interface DefinedStage extends StageSpace {
  readonly settings: Settings;
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
}

/** Returns the stages of a file with their settings; a line in a stage wins over one above all stages. */
export function defineStages(
  shared: SharedPart,
  files: readonly StageFile[],
  { settings, given }: StageGiven,
): Checked<DefinedStages> {
  const diagnostics: Diagnostic[] = [];
  const stages = files.map((file) => {
    const resolved = stageSettings(file, given);
    diagnostics.push(...resolved.diagnostics.filter((d) => isOfStage(d, file)));
    const own = resolveSettings(file.settings.map((line) => ({ ...line, layer: 'range file' }))).settings;
    const count = own.get('REPEATS');
    const repeats = count === undefined ? {} : { repeats: { symbol: resolved.settings.get('SEED_SYMBOL'), count } };
    return { file, settings: resolved.settings, options: { design: designOf(resolved.settings), ...repeats } };
  });
  if (hasErrors(diagnostics)) return { diagnostics };
  const built = buildStages(shared, stages, settings.get('LIMIT') + 1);
  diagnostics.push(...built.diagnostics);
  if (built.value === undefined) return { diagnostics };
  const { stages: spaces, points } = built.value;
  const defined = spaces.map((space, i) => ({ ...space, settings: stages[i]?.settings ?? settings }));
  return { value: { stages: defined, points }, diagnostics };
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
export function designOf(settings: Settings<'MODE' | 'SEED' | 'SAMPLES'>): DesignOptions {
  const samples = settings.get('SAMPLES');
  return { mode: settings.get('MODE'), seed: settings.get('SEED'), ...(samples === undefined ? {} : { samples }) };
}

/** What is wrong above all stages was told before. */
function isOfStage({ span }: Diagnostic, { settings }: StageFile): boolean {
  return settings.some((line) => line.span.source === span?.source && line.span.offset === span.offset);
}
