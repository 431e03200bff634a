// SPDX-License-Identifier: MIT
import type { Checked, Diagnostic } from '../core/diagnostic.ts';
import type { Scalar } from './readers/reading.ts';

/** How a metric prints: value x factor, with so many decimals, then the suffix. */
export interface Unit {
  readonly factor: number;
  readonly decimals: number | undefined;
  readonly suffix: string;
}

export type Units = ReadonlyMap<string, Unit>;

/** Wall time prints in seconds without being asked. */
const TOTAL_TIME: Unit = { factor: 1, decimals: 1, suffix: 's' };

/** A factor that is none (`x-1`) is no suffix either. */
const UNIT = /^\s*([^\s=]+)\s*=\s*(?:x(\d+(?:\.\d+)?(?:e[-+]?\d+)?))?(?:\.(\d))?(\s?(?!x[-+.])[^\d\s.]\S*)?\s*$/;

/**
 * Returns the units of SWEEP_UNITS: `test_acc=%, final_sparsity=x100%, loss=.4, size=x0.000001.1MB`. A factor is
 * written x100 or x1e-6, decimals .3, and a blank before a suffix is printed; a plain % has two decimals, a fraction shown as percent (x100%) one.
 */
export function parseUnits(text: string | undefined): Checked<Units> {
  const units = new Map<string, Unit>([['total_time', TOTAL_TIME]]);
  const diagnostics: Diagnostic[] = [];
  for (const part of (text ?? '').split(/[,;]/)) {
    if (part.trim() === '') continue;
    const match = UNIT.exec(part);
    if (match === null) {
      const message = `SWEEP_UNITS has "${part.trim()}"; expected metric=unit, such as test_acc=%, sparsity=x100%, loss=.4 or size=x1e-6.1 MB`;
      diagnostics.push({ code: 'E_SETTING_VALUE', message });
      continue;
    }
    const [, name = '', factor, decimals, suffix = ''] = match;
    const implied = suffix.trim() !== '%' ? undefined : factor === undefined ? 2 : 1;
    units.set(name, {
      factor: factor === undefined ? 1 : Number(factor),
      decimals: decimals === undefined ? implied : Number(decimals),
      suffix,
    });
  }
  return diagnostics.length > 0 ? { diagnostics } : { value: units, diagnostics };
}

/** Returns a metric's value for people, in its unit: `88.51%`, `70.0%`, `1842.3s`; `NaN` for null, `-` for none. */
export function formatMetric(value: Scalar | undefined, unit?: Unit): string {
  if (value === undefined) return '-';
  if (value === null) return 'NaN';
  if (typeof value !== 'number') return String(value);
  if (unit === undefined) return formatNumber(value);
  const scaled = value * unit.factor;
  return `${unit.decimals === undefined ? formatNumber(scaled) : scaled.toFixed(unit.decimals)}${unit.suffix}`;
}

/** Returns the unit of a column: its own, else that of the metric it reduces (`min(loss)` prints as loss does). */
export function unitOf(units: Units, column: string): Unit | undefined {
  return units.get(column) ?? units.get(column.replace(/^(?:last|max|min|mean)\((.*)\)$|^(.*)\[-?\d+\]$/, '$1$2'));
}

/** One metric in two spellings. */
const SPELLINGS: readonly (readonly [string, string])[] = [
  ['test_acc', 'test_accuracy'],
  ['test_accuracy', 'test_acc'],
];

/** Returns the units with that of test_acc for test_accuracy too, and the other way round, where a sweep reports one of them only. */
export function unitsBySpelling(units: Units, columns: readonly string[]): Units {
  const more = new Map(units);
  for (const [written, other] of SPELLINGS) {
    const unit = units.get(written);
    if (unit !== undefined && !units.has(other) && columns.includes(other) && !columns.includes(written))
      more.set(other, unit);
  }
  return more;
}

/** Returns a number for people: whole numbers as they are, others with six significant digits. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return 'NaN';
  if (Number.isInteger(value) && Math.abs(value) < 1e15) return String(value);
  const digits = Math.abs(value) >= 1e6 && Math.abs(value) < 1e15 ? value.toFixed(1) : value.toPrecision(6);
  return String(Number(digits));
}

/** Significant digits of a standard deviation: more say nothing over a few runs. */
const SPREAD_DIGITS = 2;
const MOST_DECIMALS = 12;

/** Returns a unit with as many decimals as give the smallest spread its digits; decimals that the user chose stay. */
export function unitForSpread(unit: Unit | undefined, spreads: readonly (number | undefined)[]): Unit | undefined {
  if (unit?.decimals !== undefined) return unit;
  const { factor, suffix } = unit ?? { factor: 1, suffix: '' };
  const sizes = spreads.flatMap((sd) => (sd === undefined || sd <= 0 ? [] : [sd * factor]));
  if (sizes.length === 0) return unit;
  const decimals = SPREAD_DIGITS - 1 - Math.floor(Math.log10(Math.min(...sizes)));
  if (decimals > MOST_DECIMALS || decimals < -MOST_DECIMALS) return unit; // such sizes print with an exponent
  return { factor, suffix, decimals: Math.max(0, decimals) };
}
