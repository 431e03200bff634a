// SPDX-License-Identifier: MIT
import type { Rng } from '../../scripts/lib/core/rng.ts';

/** A random range file together with the values its symbols must have, by an oracle that shares no code with the engine. */
export interface RandomRange {
  readonly text: string;
  /** Symbol -> the value texts, in order, without duplicates. Symbols with one value are fixed. */
  readonly symbols: readonly { readonly name: string; readonly values: readonly string[] }[];
}

/** Returns a random range file of fixed values, choices, ranges and mixtures of them. */
export function randomRange(rng: Rng): RandomRange {
  const symbols: { name: string; values: string[] }[] = [];
  const lines: string[] = [];
  let product = 1;
  const count = 1 + rng.below(5);
  for (let i = 0; i < count; i += 1) {
    const name = `CONFIG_S${i}${rng.below(3) === 0 ? '_LONG' : ''}`;
    const { line, values } = randomLine(rng);
    if (product * values.length > 400) continue;
    product *= values.length;
    symbols.push({ name, values });
    lines.push(decorated(rng, `${name}=${line}`));
  }
  return { text: lines.join(rng.below(4) === 0 ? '\r\n' : '\n') + (rng.below(3) === 0 ? '' : '\n'), symbols };
}

/** Blank lines, comments and trailing comments that must change nothing. */
function decorated(rng: Rng, line: string): string {
  const comment = rng.below(4) === 0 ? ' # why: a=1|2:3' : '';
  const before = rng.below(5) === 0 ? '\n# a comment with CONFIG_X=1\n' : '';
  return `${before}${line}${comment}`;
}

function randomLine(rng: Rng): { line: string; values: string[] } {
  const parts = Array.from({ length: 1 + (rng.below(3) === 0 ? rng.below(3) : 0) }, () => randomAlternative(rng));
  const seen = new Map<string, string>();
  for (const part of parts)
    for (const value of part.values) if (!seen.has(exactKey(value))) seen.set(exactKey(value), value);
  return { line: parts.map((p) => p.text).join('|'), values: [...seen.values()] };
}

function randomAlternative(rng: Rng): { text: string; values: string[] } {
  switch (rng.below(6)) {
    case 0: {
      const word = `word ${rng.below(9)} "x" \\ |:`;
      return { text: `"${word.replace(/["\\]/g, '\\$&')}"`, values: [word] };
    }
    case 1: {
      const word = ['adam', 'sgd', 'y', 'n', 'm', '007', '+4', 'v1.2'][rng.below(8)] ?? '';
      return { text: word, values: [word] };
    }
    default:
      return randomNumbers(rng);
  }
}

/** start:step:end built from whole numbers of the last decimal, so that the expected values need no decimal arithmetic. */
function randomNumbers(rng: Rng): { text: string; values: string[] } {
  const startPlaces = rng.below(5);
  const stepPlaces = rng.below(5);
  const places = Math.max(startPlaces, stepPlaces);
  const start = BigInt(rng.below(2001) - 1000) * 10n ** BigInt(places - startPlaces);
  const size = BigInt(1 + rng.below(300)) * 10n ** BigInt(places - stepPlaces);
  const step = rng.below(3) === 0 ? -size : size;
  const steps = BigInt(rng.below(7));
  const beyond = size > 1n ? BigInt(rng.below(Number(size))) : 0n;
  const end = start + steps * step + (step > 0n ? beyond : -beyond);
  const values = Array.from({ length: Number(steps) + 1 }, (_, i) => fixedPoint(start + BigInt(i) * step, places));
  const startText = fixedPoint(start / 10n ** BigInt(places - startPlaces), startPlaces);
  const stepText = fixedPoint(step / 10n ** BigInt(places - stepPlaces), stepPlaces);
  return { text: `${startText}:${stepText}:${fixedPoint(end, places)}`, values };
}

function fixedPoint(units: bigint, places: number): string {
  const negative = units < 0n;
  const digits = String(negative ? -units : units).padStart(places + 1, '0');
  const text = places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`;
  return negative ? `-${text}` : text;
}

/** 0.10 and 0.1 are one value: trailing zeros of a fraction do not count, nor does the sign of zero. */
function exactKey(value: string): string {
  const trimmed = value.includes('.') ? value.replace(/0+$/, '').replace(/\.$/, '') : value;
  return trimmed === '-0' ? '0' : trimmed;
}
