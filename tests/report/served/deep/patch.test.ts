// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import { createRng } from '../../../../scripts/lib/core/rng.ts';
import { type Patch, patched, patchOf } from '../../../../scripts/lib/report/served/patch.ts';

/** As it goes over the wire. */
function sent(patch: Patch | undefined): Patch | undefined {
  return patch === undefined ? undefined : (JSON.parse(JSON.stringify(patch)) as Patch);
}

test('a patch of equal values is none', () => {
  for (const value of [1, 'a', null, [], {}, [1, { a: [2, null] }], { a: { b: [3] } }])
    assert.equal(patchOf(value, structuredClone(value)), undefined);
});

test('what a patch makes of the value before is the value after, whatever they are', () => {
  const rng = createRng('patch');
  const value = (depth: number): unknown => {
    const kind = rng.below(depth > 3 ? 4 : 7);
    if (kind === 0) return null;
    if (kind === 1) return rng.below(5);
    if (kind === 2) return rng.float();
    if (kind === 3) return ['', 'a', 'length', 'whole', 'members'][rng.below(5)];
    if (kind === 4)
      return Object.fromEntries(['a', 'b', 'whole', 'shifts'].slice(rng.below(4)).map((k) => [k, value(depth + 1)]));
    return Array.from({ length: rng.below(30) }, () => (kind === 5 ? rng.below(12) : value(depth + 1)));
  };
  const changed = (before: unknown): unknown => {
    if (rng.below(4) === 0) return value(1);
    if (Array.isArray(before)) {
      const items: unknown[] = before.map((item) => (rng.below(3) === 0 ? changed(item) : item));
      return rng.below(2) === 0 ? items.slice(0, rng.below(items.length + 1)) : [...items, value(2)];
    }
    if (typeof before === 'object' && before !== null)
      return Object.fromEntries(
        Object.entries(before).flatMap(([k, v]) => (rng.below(4) === 0 ? [] : [[k, changed(v)]])),
      );
    return rng.below(2) === 0 ? before : value(2);
  };
  let differing = 0;
  for (let i = 0; i < 3000; i += 1) {
    const before = value(0);
    const copy: unknown = JSON.parse(JSON.stringify(before));
    const after = changed(before);
    const patch = sent(patchOf(before, after));
    differing += patch === undefined ? 0 : 1;
    const made = patch === undefined ? before : patched(before, patch);
    if (!isDeepStrictEqual(made, after)) assert.deepEqual(made, after, JSON.stringify({ before: copy, after, patch }));
    assert.ok(isDeepStrictEqual(before, copy), 'the value before stays as it is');
  }
  assert.ok(differing > 1500, String(differing));
});

test('a run that comes in first moves all ranks, which takes some bytes and not one for each run', () => {
  const before = { ranks: [...Array.from({ length: 2000 }, (_, i) => i + 1), null, null] };
  const after = { ranks: [...Array.from({ length: 2000 }, (_, i) => i + 2), 1, null] };
  const patch = sent(patchOf(before, after)) ?? assert.fail();
  assert.ok(JSON.stringify(patch).length < 120, JSON.stringify(patch).slice(0, 500));
  assert.deepEqual(patched(before, patch), after);
});

test('runs that change place in a ranking with ties come out as they are', () => {
  const rng = createRng('ranks');
  for (let round = 0; round < 300; round += 1) {
    const scores = Array.from({ length: 60 }, () => (rng.below(4) === 0 ? null : rng.below(20)));
    const ranksOf = (of: readonly (number | null)[]): readonly (number | null)[] =>
      of.map((score) => (score === null ? null : 1 + of.filter((other) => other !== null && other > score).length));
    const later = scores.map((score) => (rng.below(10) === 0 ? rng.below(20) : score));
    const [before, after] = [ranksOf(scores), ranksOf(later)];
    const patch = sent(patchOf(before, after));
    assert.deepEqual(patch === undefined ? before : patched(before, patch), after);
  }
});

test('parts that do not change are shared, so that whoever draws them can tell', () => {
  const before = { columns: [{ values: [1, 2] }, { values: [3, 4] }], title: 'x' };
  const after = { columns: [{ values: [1, 2] }, { values: [3, 5] }], title: 'x' };
  const patch = patchOf(before, after) ?? assert.fail();
  const made = patched(before, patch);
  assert.equal(made.columns[0], before.columns[0]);
  assert.notEqual(made.columns[1], before.columns[1]);
});
