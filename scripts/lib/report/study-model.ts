// SPDX-License-Identifier: MIT
import type { Factor } from '../results/factors.ts';
import type { PlainKernel } from '../results/surface/kernel.ts';

/** A parameter as the model takes it: numbers between 0 and 1 over their range, or a coordinate for each level. */
export type ModelAxis =
  | { readonly name: string; readonly low: number; readonly high: number; readonly isLog: boolean }
  | { readonly name: string; readonly levels: readonly string[] };

/** A model of the metric over all parameters, as the page holds it: it can be asked without a server. */
export interface StudyModel {
  readonly axes: readonly ModelAxis[];
  /** Name of the first run of each setting that it goes by, and the weight of each. */
  readonly runs: readonly string[];
  readonly weights: readonly number[];
  readonly kernel: PlainKernel;
  readonly middle: number;
  readonly scale: number;
  /** Values that are worse count as this one; null where none is. */
  readonly fence: number | null;
  /** Part of the variance that it foresees of settings left out. */
  readonly foreseen: number;
}

/** Returns the axis of a parameter that varies; of more levels than `most` the others are one. */
export function modelAxis({ name, numbers, levels, isLog }: Factor, most = levels.length): ModelAxis {
  return numbers === undefined
    ? { name, levels: levels.slice(0, most) }
    : { name, low: numbers[0] ?? 0, high: numbers.at(-1) ?? 0, isLog };
}

/** Returns the coordinates of one run, or of one setting, of the factors. */
export function modelPoint(axes: readonly ModelAxis[], factors: readonly Factor[], row: number): readonly number[] {
  return axes.flatMap((axis, i) => {
    const { codes, levels, numbers } = factors[i] ?? { codes: [], levels: [], numbers: undefined };
    const code = codes[row] ?? 0;
    return modelCoordinates(axis, { level: levels[code] ?? '', number: numbers?.[code] });
  });
}

/** Returns a value's coordinates, each between 0 and 1; a number that is lacking lies in the middle. */
export function modelCoordinates(
  axis: ModelAxis,
  value: { readonly level: string; readonly number: number | undefined },
): readonly number[] {
  // As for the next range file (results/surface/best-region.ts): levels stand a step apart from each other.
  if ('levels' in axis) return axis.levels.map((level) => (level === value.level ? 1 : 0.5));
  if (value.number === undefined || axis.high === axis.low) return [0.5];
  const { low, high, isLog } = axis;
  return [isLog ? Math.log(value.number / low) / Math.log(high / low) : (value.number - low) / (high - low)];
}

/** Tells whether a parameter can be an axis of a surface: it has so many numbers that they are no levels. */
export function canBeAxis({ numbers }: { readonly numbers?: readonly number[] | null | undefined }): boolean {
  return numbers !== null && numbers !== undefined && numbers.length > 3;
}

/** Returns how many coordinates an axis has. */
export function coordinates(axis: ModelAxis): number {
  return 'levels' in axis ? axis.levels.length : 1;
}
