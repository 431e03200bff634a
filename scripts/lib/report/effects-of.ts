// SPDX-License-Identifier: MIT
import type { SweepDesign } from '../results/design/design.ts';
import { effectsOf } from '../results/effects/effects.ts';
import type { SettingComparison } from '../results/settings/comparison.ts';
import { settingLayout, type SettingRuns } from '../results/settings/layout.ts';
import { effectEntries } from './effect-entries.ts';
import { effectsSentence } from './effects-text.ts';
import { withMeasures } from './measures.ts';
import type { EffectEntry, EffectsModelEntry } from './statistics-form.ts';
import type { RankMetric, ReportRun } from './view.ts';

/** What the effects of a sweep are found from. */
export interface SweepEffectsInput {
  readonly design: SweepDesign;
  readonly comparison: SettingComparison;
  /** The runs of each setting, and their values, as the comparison was given them. */
  readonly groups: readonly (readonly ReportRun[])[];
  readonly values: readonly SettingRuns[];
  readonly runs: readonly ReportRun[];
  readonly metric: RankMetric;
  /** Columns that may be factors of samples beside the parameters. */
  readonly measures: readonly string[];
  /** The seed symbol where it is in the model. */
  readonly blocks: string | null;
}

/** What sweep_statistics.json says of what mattered. */
export interface SweepEffects {
  readonly effects_model: EffectsModelEntry | null;
  readonly effects: readonly EffectEntry[];
}

/** Returns what mattered in a sweep, over the settings that have a value. */
export function sweepEffects(input: SweepEffectsInput): SweepEffects {
  const { comparison, groups, metric, blocks } = input;
  const adjusted = new Map(comparison.settings.map((s) => [s.index, s.adjusted]));
  const wild = new Set(comparison.ownSpread.map((place) => comparison.settings[place]?.index));
  const own = input.values.flatMap((setting, i) =>
    setting.runs.length > 0
      ? [{ setting, group: groups[i] ?? [], point: adjusted.get(i) ?? Number.NaN, isWild: wild.has(i) }]
      : [],
  );
  const apart = new Set(own.flatMap(({ isWild }, i) => (isWild ? [i] : [])));
  // A program that ignores its seed has run each setting once.
  const settings = own.map(({ setting }) =>
    comparison.seedsChangeNothing ? { ...setting, runs: setting.runs.slice(0, 1) } : setting,
  );
  const layout = settingLayout(settings);
  const hasBlocks = comparison.model === 'setting+seed' && !comparison.seedsChangeNothing;
  const runs = hasBlocks ? layout.observations : layout.observations.map((o) => ({ ...o, block: 0 }));
  const rows = own.flatMap(({ group }) => group[0] ?? []);
  const design = withMeasures(input.design, rows, input.measures);
  const tame = runs.filter((r) => !apart.has(r.setting));
  const found = effectsOf({
    design,
    runs,
    points: own.map((o) => o.point),
    goal: metric.goal,
    pure: pureOf(comparison, {
      runs: tame.length,
      settings: settings.length - apart.size,
      blocks: new Set(tame.map((r) => r.block)).size,
    }),
    apart,
    resolution: comparison.resolution,
  });
  if (found === undefined) return { effects_model: null, effects: [] };
  const effects = effectEntries(found, { design, rows, runs: input.runs, goal: metric.goal });
  const model: Omit<EffectsModelEntry, 'sentence'> = {
    method: found.method,
    error: found.error?.term ?? null,
    degrees: found.error?.degrees ?? null,
    sd: found.error?.sd ?? null,
  };
  const left = (found.apart ?? []).map((i) => own[i]?.group[0]?.configFile ?? '');
  const fitted = left.length === 0 ? runs : tame;
  const counts = { runs: fitted.length, settings: settings.length, blocks, metric: metric.column };
  return {
    effects_model: {
      ...model,
      sentence: effectsSentence({ ...model, leftOut: found.leftOut, apart: left }, effects, counts),
    },
    effects,
  };
}

/** The comparison's spread is that of the runs of one setting when it has fitted all of these runs: all that there are, but for those of settings with a spread of their own. */
function pureOf(
  { method, spreads, degrees }: SettingComparison,
  { runs, settings, blocks }: { runs: number; settings: number; blocks: number },
): { readonly sd: number; readonly degrees: number } | undefined {
  if (method === 'none' || spreads.rest === undefined || degrees !== runs - settings - blocks + 1) return undefined;
  return { sd: spreads.rest, degrees };
}
