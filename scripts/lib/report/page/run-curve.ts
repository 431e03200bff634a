// SPDX-License-Identifier: MIT
import type { PageCurve } from '../page-data.ts';

/** Names by which scripts call the step of a value, and the seconds since its start. */
const STEP_NAMES = ['step', 'global_step', 'steps', 'iteration', 'iter', 'iterations', 'epoch', 'epochs', 'num_epochs'];
const TIME_NAMES = [
  'elapsed',
  'elapsed_time',
  'elapsed_s',
  'time_s',
  'seconds',
  'wall_time',
  'walltime',
  'time',
  'timestamp',
  '_timestamp',
];

/** A time from here on is a date and not a duration: seconds since 1970, in 1980. */
const DATE_S = 3e8;

interface RunSeries {
  /** Every series that the run wrote, by name. */
  readonly series: ReadonlyMap<string, readonly number[]>;
  /** The metric that is drawn. */
  readonly name: string;
  /** Values that the page keeps of it. */
  readonly points: number;
}

/** Returns a run's learning curve, with its steps and times where the same file tells them; undefined for fewer than two values. */
export function curveOf(run: string, { series, name, points }: RunSeries): PageCurve | undefined {
  const values = series.get(name);
  if (values === undefined || values.length < 2) return undefined;
  const alike = (names: readonly string[]): readonly number[] | undefined =>
    names
      .flatMap((n) => (n === name ? [] : [series.get(n)]))
      .find((found) => found?.length === values.length && isRising(found));
  const steps = alike(STEP_NAMES);
  const times = alike(TIME_NAMES);
  const [first = 0] = times ?? [];
  const kept = keptPlaces(values.length, points);
  const at = (numbers: readonly number[], i: number): number => numbers[i] ?? 0;
  return {
    run,
    values: kept.map((i) => (Number.isFinite(values[i]) ? at(values, i) : null)),
    steps:
      steps === undefined
        ? kept.length < values.length
          ? kept.map((i) => i + 1)
          : null
        : kept.map((i) => at(steps, i)),
    seconds:
      times === undefined ? null : kept.map((i) => Math.round(10 * (at(times, i) - (first > DATE_S ? first : 0))) / 10),
  };
}

function isRising(numbers: readonly number[]): boolean {
  return (
    numbers.every((x, i) => Number.isFinite(x) && (i === 0 || x >= (numbers[i - 1] ?? x))) &&
    numbers.at(-1) !== numbers[0]
  );
}

/** The first, the last, and others evenly between. */
function keptPlaces(length: number, most: number): readonly number[] {
  if (length <= most) return [...Array(length).keys()];
  return Array.from({ length: most }, (_, k) => Math.round((k * (length - 1)) / (most - 1)));
}
