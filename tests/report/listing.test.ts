// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Source } from '../../scripts/lib/core/source.ts';
import { axisKinds, fixedValues } from '../../scripts/lib/report/axis-kinds.ts';
import { renderListing } from '../../scripts/lib/report/listing.ts';
import type { Count } from '../../scripts/lib/space/space.ts';
import { pointsOf, spaceOf } from '../space/open-space.ts';

const EXACT_ONE: Count = { value: 1n, exact: true };

/** The lines of the counts of a listing with one rule. */
function countLines(
  counts: { raw: Count; conditioned?: Count; final: Count },
  rule = 'depends on A',
  file = 'r',
): readonly string[] {
  const source: Source = { path: file, text: rule };
  const own: Source = { path: 'r', text: rule };
  const rules = [{ text: rule, span: { source, offset: 0, length: rule.length }, count: EXACT_ONE }];
  const text = renderListing({
    range: 'r',
    source: own,
    mode: 'combination',
    size: EXACT_ONE,
    swept: ['A'],
    fixed: [],
    axes: [],
    preview: [],
    notes: [],
    bases: [],
    counts: {
      raw: counts.raw,
      conditioned: counts.conditioned ?? counts.raw,
      rules,
      final: counts.final,
      duplicates: 0,
    },
  });
  return text
    .split('\n')
    .filter((line) => line.startsWith('  '))
    .map((line) => line.trim());
}

test('an estimate that met no configuration is few or none, not about 0', () => {
  assert.ok(countLines({ raw: EXACT_ONE, final: { value: 0, exact: false } }).includes('few or none  in the space'));
  assert.ok(countLines({ raw: EXACT_ONE, final: { value: 0n, exact: true } }).includes('0  in the space'));
});

test('numbers and rules of great length are shortened', () => {
  const lines = countLines(
    { raw: { value: 2n ** 200n, exact: true }, final: EXACT_ONE },
    `depends on ${'A + '.repeat(99)}A > 0`,
  );
  assert.equal(lines[0], 'about 1.60e+60  all values combined');
  assert.match(lines[1] ?? '', /^1 {2}depends on A \+ .*\.\.\. \(line 1\)$/);
  assert.ok((lines[1] ?? '').length < 130);
});

test('an unlimited space is not counted twice', () => {
  const unlimited: Count = { value: Infinity, exact: false };
  assert.doesNotMatch(
    countLines({ raw: unlimited, conditioned: unlimited, final: unlimited }).join('\n'),
    /equal ones/,
  );
});

test('a rule of another file is told with that file', () => {
  assert.equal(countLines({ raw: EXACT_ONE, final: EXACT_ONE })[1], '1  depends on A (line 1)');
  assert.equal(
    countLines({ raw: EXACT_ONE, final: EXACT_ONE }, 'depends on A', 'inc/rules')[1],
    '1  depends on A (inc/rules:1)',
  );
});

test('the listing tells fixed values once, and the kinds of each axis', () => {
  const text = [
    'source "base"',
    'model=resnet',
    'amp=true|false',
    'size=n|s|m',
    'CONFIG_LR=0.05:0.05:0.2',
    'x=~uniform(0,1)',
    'v={"a":1}|[1]|null',
    'let h=1|2',
    'twice := h * 2',
    '',
  ].join('\n');
  const space = spaceOf(text, { base: 'CONFIG_LR="0.1"\nCONFIG_B=7\n' });
  assert.deepEqual(
    axisKinds(space).map(({ name, values }) => `${name}: ${values}`),
    [
      'amp: 2 booleans',
      'size: 3 words',
      'CONFIG_LR: 4 numbers in quotes',
      'x: ~uniform(0,1)',
      'v: 3 objects, lists, null',
      'h: 2 numbers (helper)',
    ],
  );
  const [first] = pointsOf(space, 'random', 1);
  assert.deepEqual(fixedValues(space, first), ['CONFIG_B=7', 'model=resnet']);
});
