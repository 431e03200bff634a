// SPDX-License-Identifier: MIT
import { displayText, type Value, valueKey } from '../core/value.ts';
import type { RawLevel } from './factors.ts';

/** Returns what gives equal values one level, as it was written first: 0.1 in one range file is 1e-1 in another. */
export function levelReader(): (value: Value | undefined) => RawLevel | undefined {
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

/** A whole number beyond 2^53 is no number here: as a double it would be another one. */
function numberOfValue({ kind, text }: Value): number | undefined {
  if (kind !== 'number' && kind !== 'hex') return undefined;
  const number = Number(text);
  const isWhole = kind === 'hex' || /^-?\d+$/.test(text);
  return Number.isFinite(number) && (!isWhole || Number.isSafeInteger(number)) ? number : undefined;
}
