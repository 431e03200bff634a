// SPDX-License-Identifier: MIT
// The answers of a check as a record of sweep.json: what makes the same configurations again without asking, and no one asks twice.
import type { Measures } from '../../core/measures.ts';
import type { SourceRecord } from '../manifest.ts';
import { type CheckAnswer, isMeasures } from './answers.ts';
import { isJsonObject, parseJsonObject } from '../../core/json-object.ts';

/** Name of the record. */
export const CHECK_RECORD = 'check-answers.json';

/** What an answer depends on besides its configuration. */
export interface CheckKey {
  readonly command: string;
  /** SWEEP_CODE_VERSION; null without one. */
  readonly codeVersion: string | null;
}

interface CheckRecord extends CheckKey {
  readonly passed: Readonly<Record<string, Measures>>;
  readonly failed: readonly string[];
}

/** Digits of an id that are recorded: two configurations of a sweep that share them are not to be expected before 10^9. */
const DIGITS = 20;

/** Returns the text of the record. */
export function printCheckRecord(key: CheckKey, answers: ReadonlyMap<string, CheckAnswer>): string {
  const all = [...answers].map(([id, answer]) => [id.slice(0, DIGITS), answer] as const);
  const record: CheckRecord = {
    ...key,
    passed: Object.fromEntries(all.flatMap(([id, { ok, measures }]) => (ok ? [[id, measures ?? {}]] : []))),
    failed: all.flatMap(([id, { ok }]) => (ok ? [] : [id])),
  };
  return `${JSON.stringify(record)}\n`;
}

/** Recorded answers. */
export interface KnownAnswers {
  readonly key: CheckKey;
  /** Undefined for a configuration that was never asked about. */
  get(id: string): CheckAnswer | undefined;
}

/** Returns the answers that a manifest's records hold; undefined when they hold none, or nothing that can be read. */
export function knownAnswers(records: readonly SourceRecord[]): KnownAnswers | undefined {
  const text = records.find(({ path }) => path === CHECK_RECORD)?.text;
  const record = text === undefined ? undefined : parseRecord(text);
  if (record === undefined) return undefined;
  const passed = new Map(Object.entries(record.passed));
  const failed = new Set(record.failed);
  return {
    key: { command: record.command, codeVersion: record.codeVersion },
    get: (id) => {
      const short = id.slice(0, DIGITS);
      const measures = passed.get(short);
      if (measures !== undefined) return { ok: true, measures };
      return failed.has(short) ? { ok: false } : undefined;
    },
  };
}

/** Anything else than a record is asked again. */
function parseRecord(text: string): CheckRecord | undefined {
  const { command, codeVersion, passed, failed } = parseJsonObject(text) ?? {};
  if (typeof command !== 'string' || !(codeVersion === null || typeof codeVersion === 'string')) return undefined;
  if (!isJsonObject(passed) || !Array.isArray(failed) || !failed.every((id) => typeof id === 'string'))
    return undefined;
  const known = Object.entries(passed).flatMap(([id, measures]) =>
    isMeasures(measures) ? [[id, measures] as const] : [],
  );
  if (known.length < Object.keys(passed).length) return undefined;
  return { command, codeVersion, passed: Object.fromEntries(known), failed };
}
