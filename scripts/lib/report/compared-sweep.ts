// SPDX-License-Identifier: MIT
import { recogniseDesign, type SweepDesign } from '../results/design/design.ts';
import { type ComparisonParts, compareSettings } from '../results/settings/compare.ts';
import type { SettingComparison } from '../results/settings/comparison.ts';
import { type SweepEffects, type SweepEffectsInput, sweepEffects } from './effects-of.ts';
import { factorsOver } from './factors-of.ts';
import { runsBySetting } from './seed-setting.ts';
import { settingEntries, settingRuns } from './setting-entries.ts';
import type { SettingEntry } from './statistics-form.ts';
import type { CodedSettings } from './study.ts';
import type { ReportRun, SweepView } from './view.ts';

/** The runs of each setting of a sweep, with their values by the first metric that ranks. */
export type GroupedSettings = Pick<SweepEffectsInput, 'metric' | 'groups' | 'values'>;

/** The settings of a sweep compared, before what mattered is asked. */
export interface ComparedSweep extends GroupedSettings {
  readonly comparison: SettingComparison;
  /** As sweep_statistics.json tells them, best first. */
  readonly settings: readonly SettingEntry[];
  /** Parameters that vary, without the seed. */
  readonly names: readonly string[];
  /** The seed symbol where it is in the model. */
  readonly blocks: string | null;
}

/** What mattered in a sweep, with the design that it was found by and the parameters over one run of each setting that has a value. */
export interface EffectsOfSweep {
  readonly coded: CodedSettings;
  readonly design: SweepDesign;
  readonly effects: SweepEffects;
}

/** Returns the settings of a sweep; undefined without a metric that ranks or without runs. */
export function sweepSettings(view: SweepView, seedSymbol: string): GroupedSettings | undefined {
  const [metric] = view.metrics;
  if (metric === undefined || view.runs.length === 0) return undefined;
  const groups = runsBySetting(view.runs, seedSymbol);
  return { metric, groups, values: groups.map((runs) => settingRuns(runs, metric, seedSymbol)) };
}

/** Returns the settings of a sweep, ranked, tested and with their chances; undefined without a metric that ranks or without runs. */
export function compareSweep(
  view: SweepView,
  seedSymbol: string,
  parts: ComparisonParts = 'all',
): ComparedSweep | undefined {
  const given = sweepSettings(view, seedSymbol);
  if (given === undefined) return undefined;
  const comparison = compareSettings(given.values, given.metric.goal, parts);
  const names = view.varying.filter((name) => name !== seedSymbol);
  const hasSeeds = view.varying.includes(seedSymbol);
  return {
    ...given,
    comparison,
    settings: settingEntries(comparison, given.groups, names),
    names,
    blocks: hasSeeds && comparison.model === 'setting+seed' ? seedSymbol : null,
  };
}

/** Returns what mattered in a sweep whose settings were compared; `areSampled` tells whether its mode draws, where that is known. */
export function effectsOfSweep(
  view: SweepView,
  { metric, groups, values, comparison, names, blocks }: ComparedSweep,
  areSampled: boolean | undefined,
): EffectsOfSweep {
  const coded = codedSettings(groups, names);
  const design = recogniseDesign(coded.columns, areSampled);
  const measures = (view.measures ?? []).map(({ name }) => name);
  const effects = sweepEffects({ design, comparison, groups, values, runs: view.runs, metric, measures, blocks });
  return { coded, design, effects };
}

/** One row a setting that has a value; of a sweep without any, all settings. */
function codedSettings(groups: readonly (readonly ReportRun[])[], names: readonly string[]): CodedSettings {
  const ranked = groups.filter((runs) => runs.some((run) => run.rank !== null));
  const rows = (ranked.length === 0 ? groups : ranked).flatMap((runs) => runs[0] ?? []);
  return { rows, columns: factorsOver(rows, names) };
}
