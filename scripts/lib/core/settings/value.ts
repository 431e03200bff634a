// SPDX-License-Identifier: MIT
import { parseBytes, parseDurationS } from '../quantity.ts';
import type { SETTINGS, SettingName } from './index.ts';
import type { SettingKind, SettingSpec } from '../setting-spec.ts';

interface KindValue {
  text: string;
  choice: string;
  integer: number;
  number: number;
  boolean: boolean;
  /** Seconds. */
  duration: number;
  bytes: number;
}

type ValueOfSpec<S> = S extends { values: readonly (infer W)[] }
  ? W
  : S extends { kind: infer K extends SettingKind }
    ? KindValue[K]
    : never;

/** The type a setting's value has in code; undefined is possible when the table has no default. */
export type SettingValue<N extends SettingName> = (typeof SETTINGS)[N] extends { default: string }
  ? ValueOfSpec<(typeof SETTINGS)[N]>
  : ValueOfSpec<(typeof SETTINGS)[N]> | undefined;

export type ParsedSetting = string | number | boolean;

/** Returns a setting's typed value, or what is wrong with the text ("expected ..."), for the caller to place. */
export function parseSetting(spec: SettingSpec, text: string): { value: ParsedSetting } | { expected: string } {
  switch (spec.kind) {
    case 'text':
      return { value: text };
    case 'choice':
      return parseChoice(spec, text);
    case 'integer':
      return parseBounded(spec, /^-?\d+$/.test(text) ? Number(text) : Number.NaN, 'a whole number');
    case 'number':
      return parseBounded(spec, text.trim() === '' ? Number.NaN : Number(text), 'a number');
    case 'boolean':
      return parseBoolean(text);
    case 'duration': {
      const seconds = parseDurationS(text);
      return seconds === undefined ? { expected: 'a time such as 90s, 1h30m or 1:30:00' } : { value: seconds };
    }
    case 'bytes': {
      const bytes = parseBytes(text);
      return bytes === undefined ? { expected: 'a size such as 512m or 10g' } : { value: bytes };
    }
  }
}

function parseChoice({ values = [], also = {} }: SettingSpec, text: string): { value: string } | { expected: string } {
  const word = Object.hasOwn(also, text) ? (also[text] ?? text) : text;
  return values.includes(word) ? { value: word } : { expected: `one of ${values.join(', ')}` };
}

function parseBounded(spec: SettingSpec, value: number, what: string): { value: number } | { expected: string } {
  const low = spec.min ?? -Infinity;
  const high = spec.max ?? Infinity;
  if (
    Number.isFinite(value) &&
    value >= low &&
    value <= high &&
    (spec.kind !== 'integer' || Number.isSafeInteger(value))
  )
    return { value };
  if (spec.max !== undefined) return { expected: `${what} from ${low} to ${high}` };
  const size =
    value > Number.MAX_SAFE_INTEGER && spec.kind === 'integer' ? ` and at most ${Number.MAX_SAFE_INTEGER}` : '';
  return { expected: spec.min === undefined ? what : `${what} of at least ${low}${size}` };
}

function parseBoolean(text: string): { value: boolean } | { expected: string } {
  if (/^(1|y|yes|true|on)$/i.test(text)) return { value: true };
  if (/^(0|n|no|false|off|)$/i.test(text)) return { value: false };
  return { expected: '1 or 0' };
}
