// SPDX-License-Identifier: MIT
// What differs from ksweep 0.1 stands in tests/fixtures/golden/changes.json, and nothing else differs: not the number of
// configurations, not an id, not a byte. UPDATE=1 writes the list anew; each entry is then to be given its reason.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import {
  type GoldenConfiguration,
  type GoldenFormat,
  type GoldenInput,
  type GoldenOutcome,
  outcomeOf,
} from './golden-case.ts';

const FOLDER = new URL('../fixtures/golden/', import.meta.url);
const CHANGES = new URL('changes.json', FOLDER);

interface GoldenCase {
  readonly input: GoldenInput;
  readonly outcomes: Readonly<Partial<Record<GoldenFormat, GoldenOutcome>>>;
}

/** What differs of a range file in a format, and by which rule of the language. */
interface Change {
  readonly differs: string;
  readonly why: string;
}

function read<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8')) as T; // our own fixtures
}

const cases = read<GoldenCase[]>('0.1.json');
const changes = read<Record<string, Change>>('changes.json');
const found: Record<string, Change> = {};

/** Returns in words what differs; undefined for nothing. */
function difference(before: GoldenOutcome, after: GoldenOutcome): string | undefined {
  if ('errors' in before)
    return 'errors' in after
      ? textDifference('errors', errorsIn(before.errors), errorsIn(after.errors))
      : `accepted now (${errorsIn(before.errors)})`;
  if ('errors' in after) return `refused now (${errorsIn(after.errors)})`;
  const parts = [
    textDifference('count', String(before.count), String(after.count)),
    before.count === after.count ? configurationDifference(before.first, after.first) : undefined,
    before.idsSha256 !== after.idsSha256 && before.first.length < before.count ? 'ids further on' : undefined,
  ];
  const said = parts.filter((part) => part !== undefined);
  return said.length === 0 ? undefined : said.join('; ');
}

/** Without the warnings beside them. */
function errorsIn(codes: readonly string[]): string {
  return codes.filter((code) => !code.startsWith('W_')).join(' ');
}

function textDifference(what: string, before: string, after: string): string | undefined {
  return before === after ? undefined : `${what} ${before} -> ${after}`;
}

const PARTS = ['id', 'file', 'args', 'environment'] as const;

function configurationDifference(
  before: readonly GoldenConfiguration[],
  after: readonly GoldenConfiguration[],
): string | undefined {
  const parts = PARTS.flatMap((part) => {
    const numbers = before.flatMap((one, i) => (one[part] === after[i]?.[part] ? [] : [i + 1]));
    return numbers.length === 0 ? [] : [`${part} of ${numbers.join(',')}`];
  });
  return parts.length === 0 ? undefined : parts.join('; ');
}

for (const { input, outcomes } of cases) {
  for (const format of input.formats) {
    const name = `${input.name} ${format}`;
    test(`${name} is what ksweep 0.1 made of it, or stands in the list of changes`, () => {
      const before = outcomes[format];
      assert.ok(before !== undefined, 'the fixture lacks this format');
      const after = outcomeOf(input, format);
      const differs = difference(before, after);
      if (differs !== undefined) found[name] = { differs, why: changes[name]?.why ?? '' };
      if (process.env.UPDATE !== '1') assert.equal(differs, changes[name]?.differs);
      checkIds(before, after);
    });
  }
}

/** An id differs exactly where the file says other values. */
function checkIds(before: GoldenOutcome, after: GoldenOutcome): void {
  if ('errors' in before || 'errors' in after || before.count !== after.count) return;
  for (const [i, one] of before.first.entries()) {
    const now: GoldenConfiguration | undefined = after.first[i];
    assert.equal(now?.id === one.id, now?.file === one.file, `configuration ${i + 1}: ${one.id} -> ${now?.id}`);
  }
}

test('each change has its reason, and the fixture holds many cases', () => {
  if (process.env.UPDATE === '1') writeFileSync(CHANGES, `${JSON.stringify(found, undefined, 1)}\n`);
  for (const [name, { why }] of Object.entries(read<Record<string, Change>>('changes.json')))
    assert.notEqual(why, '', name);
  assert.ok(cases.length >= 250);
});
