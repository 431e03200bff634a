// SPDX-License-Identifier: MIT
import { displayText } from '../core/value.ts';
import type { Comparison } from '../results/seeds.ts';
import { formatMetric, type Unit, unitOf } from '../results/units.ts';
import type { SeedGroup, SeedReport } from './seeds.ts';
import type { SweepView } from './view.ts';

/** Significant digits of a standard deviation: more say nothing over a few seeds. */
const SPREAD_DIGITS = 2;
const MOST_DECIMALS = 12;

/** The comparison over seeds as cells of text. */
export interface SeedTable {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Index of the first column of numbers. */
  readonly numericFrom: number;
}

/**
 * Returns the best settings with mean, standard deviation, 95 % interval, difference to the best one and the chance of being
 * it. All values have as many decimals as the spread supports, so that columns can be read downwards.
 */
export function seedTable(view: SweepView, report: SeedReport): SeedTable {
  const names = view.varying.filter((name) => name !== report.seedSymbol);
  const groups = report.groups.slice(0, view.top);
  const unit = unitForSpread(unitOf(view.units, report.metric.column), groups.map((g) => g.values.sd));
  const show = (value: number | undefined): string => formatMetric(value, unit);
  const rows = groups.map((group, i) => {
    const { interval } = group.values;
    return [
      String(i + 1),
      ...names.map((name) => parameterText(group, name)),
      show(group.values.mean),
      show(group.values.sd),
      interval === undefined ? '-' : `${show(interval.low)} to ${show(interval.high)}`,
      String(group.values.count),
      i === 0 ? '' : differenceText(group, show),
      group.probabilityBest === undefined ? '-' : chanceText(group.probabilityBest),
    ];
  });
  const head = ['#', ...names.map((name) => name.replace(/^CONFIG_/, '')), `mean ${report.metric.column}`, 'sd', '95% interval', 'n', 'to the best', 'P(best)'];
  return { head, rows, numericFrom: names.length + 1 };
}

/** Returns a unit with as many decimals as give the smallest spread its digits; that of a user's own choice stays. */
function unitForSpread(unit: Unit | undefined, spreads: readonly (number | undefined)[]): Unit | undefined {
  if (unit?.decimals !== undefined) return unit;
  const { factor, suffix } = unit ?? { factor: 1, suffix: '' };
  const sizes = spreads.flatMap((sd) => (sd === undefined || sd <= 0 ? [] : [sd * factor]));
  if (sizes.length === 0) return unit;
  const decimals = SPREAD_DIGITS - 1 - Math.floor(Math.log10(Math.min(...sizes)));
  return { factor, suffix, decimals: Math.min(MOST_DECIMALS, Math.max(0, decimals)) };
}

function parameterText(group: Comparison<SeedGroup>, name: string): string {
  const value = group.item.runs[0]?.values.find((v) => v.name === name);
  return value === undefined ? '-' : displayText(value.value);
}

function differenceText(group: Comparison<SeedGroup>, show: (value: number | undefined) => string): string {
  if (group.difference === undefined) return '-';
  return `${group.difference > 0 ? '+' : ''}${show(group.difference)}${group.isAmongBest ? ' (may be as good)' : ''}`;
}

/** A chance is an estimate: it is never printed as certain. */
function chanceText(chance: number): string {
  if (chance >= 0.999) return '>99.9%';
  return chance < 0.001 ? '<0.1%' : `${(100 * chance).toFixed(1)}%`;
}
