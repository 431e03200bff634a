// SPDX-License-Identifier: MIT
import { type Interval, mean, standardDeviation } from '../stats/describe.ts';
import { tTwoSided } from '../stats/distributions.ts';
import { type StudentizedRange, studentizedRange } from '../stats/studentized-range.ts';
import type { SettingObservation } from './layout.ts';
import type { TwoWay } from './two-way.ts';

/** A setting minus the best one. */
export interface Contrast {
  readonly difference: number;
  /** 95 % intervals that hold for all pairs of settings at once. */
  readonly interval: Interval | undefined;
  /** Two-sided, of this pair alone, and for all pairs at once. */
  readonly p: number | undefined;
  readonly pAdjusted: number | undefined;
}

/** What the tests of one sweep have in common. */
export interface TestFrame {
  readonly settings: number;
  readonly alpha: number;
  /** The error's standard deviation in use, and its degrees of freedom. */
  readonly error: number;
  readonly degrees: number;
  readonly range: StudentizedRange;
  /** What the studentized range exceeds with chance alpha. */
  readonly critical: number;
}

/** Returns the frame of Tukey's tests of so many settings. */
export function testFrame(settings: number, error: number, degrees: number, alpha: number): TestFrame {
  const range = studentizedRange(Math.max(2, settings), degrees);
  return { settings, alpha, error, degrees, range, critical: range.quantile(alpha) };
}

/** Compares two settings of one fit: Tukey's test for all pairs, Kramer's form for unequal counts (Kramer 1956; Hayter 1984). */
export function tukeyContrast(fit: TwoWay, setting: number, best: number, frame: TestFrame): Contrast {
  const difference = (fit.adjusted[setting] ?? 0) - (fit.adjusted[best] ?? 0);
  return tested(difference, frame.error * Math.sqrt(fit.contrastVariance(setting, best)), frame);
}

/** Compares two settings that share no block: Welch's error and degrees, Games and Howell's correction (1976); at least two runs each. */
export function welchContrast(
  own: readonly number[],
  best: readonly number[],
  { frame, least }: { readonly frame: TestFrame; readonly least: number },
): Contrast {
  const difference = mean(own) - mean(best);
  if (own.length < 2 || best.length < 2) return { difference, interval: undefined, p: undefined, pAdjusted: undefined };
  const [a, b] = [own, best].map((x) => Math.max(standardDeviation(x), least) ** 2 / x.length);
  const [va = 0, vb = 0] = [a, b];
  const degrees = (va + vb) ** 2 / (va ** 2 / (own.length - 1) + vb ** 2 / (best.length - 1));
  return tested(
    difference,
    Math.sqrt(va + vb),
    testFrame(frame.settings, frame.error, Number.isFinite(degrees) ? degrees : 1, frame.alpha),
  );
}

function tested(difference: number, error: number, { range, critical, degrees }: TestFrame): Contrast {
  if (error === 0) {
    const p = difference === 0 ? 1 : 0;
    return { difference, interval: { low: difference, high: difference }, p, pAdjusted: p };
  }
  const t = Math.abs(difference) / error;
  const half = (critical / Math.SQRT2) * error;
  return {
    difference,
    interval: { low: difference - half, high: difference + half },
    p: tTwoSided(t, degrees),
    pAdjusted: range.survival(t * Math.SQRT2),
  };
}

/** Chance that a difference may have, tested again without its most telling run, to be believed still. */
const STILL_BELIEVED = 0.2;

/**
 * Tells whether a difference is one of more than a single run: left out one after the other, none of the runs of both settings (those
 * given) takes it below what chance gives in one sweep of five. Without this, heavy tails and coarse metrics make some setting of thirty worse in a fifth of all sweeps.
 */
export function restsOnMoreThanOneRun(
  fit: TwoWay,
  observations: readonly SettingObservation[],
  { setting, best, frame }: { readonly setting: number; readonly best: number; readonly frame: TestFrame },
): boolean {
  const sign = Math.sign((fit.adjusted[setting] ?? 0) - (fit.adjusted[best] ?? 0));
  return observations.every((o) => {
    const left = fit.without(o, setting, best);
    if (left === undefined) return false;
    const t = (sign * left.difference) / (frame.error * Math.sqrt(left.variance));
    return frame.error === 0 ? sign * left.difference > 0 : frame.range.survival(t * Math.SQRT2) < STILL_BELIEVED;
  });
}
