// SPDX-License-Identifier: MIT
import type { GivenSetting, Settings } from '../../core/settings/resolve.ts';
import type { StageFile } from '../../range/parse.ts';
import { type Call, settingsOver } from './command.ts';

/** A stage with the settings that hold for its runs. */
export interface StageSettings {
  readonly name: string;
  readonly settings: Settings;
}

/** Returns the settings of each stage: its own lines over what holds for the whole sweep. Throws DiagnosticsError. */
export function stageSettingsOver(
  call: Pick<Call, 'given' | 'warn'>,
  stages: readonly Pick<StageFile, 'named' | 'settings' | 'needs'>[],
  further: readonly GivenSetting[],
): readonly StageSettings[] {
  return stages.map((stage) => {
    const lines = stage.settings.map((line): GivenSetting => ({ ...line, layer: 'range file' }));
    // GPUS of a call names the cards for those stages that use any; a stage that does without says so itself.
    const isWithoutCards = lines.some((line) => line.name === 'GPUS');
    const given = isWithoutCards ? call.given.filter(({ name }) => name !== 'GPUS') : call.given;
    const settings = settingsOver({ ...call, given }, [...lines, ...further]);
    return { name: stage.named.name, settings: isRanked(stage, stages) ? settings : withoutMetric(settings) };
  });
}

/**
 * A metric above all stages is what the sweep is about: it ranks the stages that nothing is built upon. The others are ranked
 * where they name a metric themselves; without that their runs need not report any.
 */
export function isRanked(
  { named, settings }: Pick<StageFile, 'named' | 'settings'>,
  stages: readonly Pick<StageFile, 'needs'>[],
): boolean {
  return (
    settings.some((line) => line.name === 'METRIC') ||
    !stages.some(({ needs }) => needs.some(({ name }) => name === named.name))
  );
}

function withoutMetric(settings: Settings): Settings {
  const isHidden = (name: string): boolean => name === 'METRIC';
  return {
    ...settings,
    get: (name) => settings.get(name),
    text: (name) => (isHidden(name) ? undefined : settings.text(name)),
    isGiven: (name) => !isHidden(name) && settings.isGiven(name),
    span: (name) => (isHidden(name) ? undefined : settings.span(name)),
    given: settings.given.filter(({ name }) => !isHidden(name)),
  };
}
