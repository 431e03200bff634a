// SPDX-License-Identifier: MIT
// Runs every example of the pages on the range language, and holds it against what the page claims.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Diagnostic, formatDiagnostics } from '../../scripts/lib/core/diagnostic.ts';
import type { Source } from '../../scripts/lib/core/source.ts';
import { displayText } from '../../scripts/lib/core/value.ts';
import { parseRangeFile } from '../../scripts/lib/range/parse.ts';
import { buildSpace } from '../../scripts/lib/space/build.ts';
import { type Mode, openDesign, type Point } from '../../scripts/lib/space/designs/index.ts';
import { type Example, examplesOf } from './examples.ts';

interface Outcome {
  readonly points: readonly Point[];
  readonly diagnostics: readonly Diagnostic[];
}

function run({ text, files, claims }: Example): Outcome {
  const load = (path: string): Source | { unreadable: string } =>
    files.has(path) ? { path, text: files.get(path) ?? '' } : { unreadable: 'the page has no such file' };
  const file = parseRangeFile({ path: 'example.range', text }, load, claims.set);
  if (file.value === undefined) return { points: [], diagnostics: file.diagnostics };
  const repeats =
    claims.repeats === undefined ? {} : { repeats: { symbol: 'CONFIG_SEED', count: Number(claims.repeats) } };
  const space = buildSpace(file.value, repeats);
  if (space.value === undefined) return { points: [], diagnostics: space.diagnostics };
  const samples = claims.samples === undefined ? {} : { samples: Number(claims.samples) };
  const design = openDesign(space.value, { mode: (claims.mode ?? 'combination') as Mode, seed: '0', ...samples }); // a wrong mode fails the count
  return {
    points: design.value === undefined ? [] : [...design.value.points()],
    diagnostics: [...space.diagnostics, ...design.diagnostics],
  };
}

function shown(points: readonly Point[]): string[] {
  return points.map(({ assignments }) =>
    assignments.map(({ name, value }) => `${name}=${displayText(value)}`).join(' '),
  );
}

function checkConfigurations(points: readonly Point[], expected: readonly string[]): void {
  const found = shown(points);
  if (expected.at(-1) === '...') assert.deepEqual(found.slice(0, expected.length - 1), expected.slice(0, -1));
  else assert.deepEqual(found, expected);
}

const PAGES = ['docs/range-language.md', 'docs/recipes.md'];

for (const example of PAGES.flatMap(examplesOf)) {
  test(`the example at ${example.place} does what the page says`, () => {
    const { points, diagnostics } = run(example);
    const { error, count = '' } = example.claims;
    if (error !== undefined) {
      assert.deepEqual(
        diagnostics.map((d) => d.code),
        [error],
      );
      return;
    }
    assert.equal(formatDiagnostics(diagnostics), '');
    const [least = '', most = least] = count.split('..');
    assert.ok(
      points.length >= Number(least) && points.length <= Number(most),
      `${points.length} configurations:\n${shown(points).join('\n')}`,
    );
    if (example.configurations !== undefined) checkConfigurations(points, example.configurations);
  });
}

test('the pages hold many examples, with counts, errors and listed configurations', () => {
  const examples = PAGES.flatMap(examplesOf);
  assert.ok(examples.filter((e) => e.claims.count !== undefined).length >= 30);
  assert.ok(examples.filter((e) => e.claims.error !== undefined).length >= 12);
  assert.ok(examples.filter((e) => e.configurations !== undefined).length >= 15);
  assert.ok(
    examples.every((e) => (e.claims.count === undefined) !== (e.claims.error === undefined)),
    'each example claims a count or an error',
  );
});

test('every mode and every distribution stands in an example or table of the reference', () => {
  const examples = examplesOf('docs/range-language.md');
  assert.deepEqual([...new Set(examples.map((e) => e.claims.mode ?? 'combination'))].sort(), [
    'combination',
    'independent',
    'pairwise',
    'random',
    'sobol',
  ]);
});
