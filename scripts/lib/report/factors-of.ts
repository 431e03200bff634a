// SPDX-License-Identifier: MIT
import { displayText, type Value, valueKey } from '../core/value.ts';
import { createFactor, type Factor, type RawLevel } from '../results/factors.ts';
import { parameterValue } from './parameters.ts';
import type { ReportRun } from './view.ts';

/** Returns the factor of one parameter over some runs. */
export function factorOf(runs: readonly ReportRun[], name: string): Factor {
  let at = 0; // the runs of a sweep mostly have a parameter at the same place
  const levelOf = levelReader();
  return createFactor(
    name,
    runs.map(({ values }) => {
      if (values[at]?.name !== name) at = values.findIndex((v) => v.name === name);
      return levelOf(values[at]?.value);
    }),
  );
}

/** A whole number beyond 2^53 is no number here either: as a double it would be another one. */
function numberOfValue(value: Value): number | undefined {
  if (value.kind === 'hex') return Number.isSafeInteger(Number(value.text)) ? Number(value.text) : undefined;
  const read = parameterValue(value);
  return typeof read === 'number' ? read : undefined;
}

/** Returns what gives equal values one level, as it was written first: 0.1 in one range file is 1e-1 in another. */
function levelReader(): (value: Value | undefined) => RawLevel | undefined {
  const byText = new Map<string, RawLevel>();
  const firstOf = new Map<number, { readonly value: Value; readonly level: RawLevel }>();
  return (value) => {
    if (value === undefined) return undefined;
    const text = displayText(value);
    const known = byText.get(text);
    if (known !== undefined) return known;
    const number = numberOfValue(value);
    const alike = number === undefined ? undefined : firstOf.get(number);
    // Only of those alike the keys are made: they cost more than all the rest, and nearly all numbers are written in one way.
    const level = alike !== undefined && valueKey(alike.value) === valueKey(value) ? alike.level : { text, number };
    byText.set(text, level);
    if (number !== undefined && alike === undefined) firstOf.set(number, { value, level });
    return level;
  };
}
