// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { choosePilots } from '../../scripts/lib/run/pilot.ts';
import { assignments } from '../rig/sweep-rig.ts';

type Values = Readonly<Record<string, string>>;
const space = (list: readonly Values[]) =>
  list.map((values, i) => ({ number: i + 1, values: assignments(values), swept: ['A', 'B', 'C'] }));
const grid = space(
  ['1', '10', '100'].flatMap((A) => ['x', 'y', 'z'].flatMap((B) => ['0.1', '0.01', '1'].map((C) => ({ A, B, C })))),
);

test('one pilot is the middle of every axis, numbers by size and words as they stand', () => {
  const [one] = choosePilots(grid, 1, '0');
  assert.deepEqual(
    one?.values.map((v) => v.value.text),
    ['10', 'y', '0.1'],
  );
});

test('three pilots of axes with three values have each value once', () => {
  for (const seed of ['0', '1', '2']) {
    const chosen = choosePilots(grid, 3, seed);
    for (const axis of [0, 1, 2]) assert.equal(new Set(chosen.map((c) => c.values[axis]?.value.text)).size, 3);
  }
});

test('the choice is the same each time, in order of number, never twice, and at most all', () => {
  assert.deepEqual(choosePilots(grid, 5, '7'), choosePilots(grid, 5, '7'));
  const numbers = choosePilots(grid, 100, '7').map((c) => c.number);
  assert.deepEqual(
    numbers,
    grid.map((c) => c.number),
  );
  const five = choosePilots(grid, 5, '7').map((c) => c.number);
  assert.deepEqual(
    five,
    [...new Set(five)].sort((a, b) => a - b),
  );
});

test('absent symbols and spaces without an axis are no trouble', () => {
  const holes = space([{ A: '1' }, { B: '2' }, { A: '3', B: '2' }]);
  assert.equal(choosePilots(holes, 2, '0').length, 2);
  assert.equal(choosePilots(space([{ A: '1' }]), 1, '0')[0]?.number, 1);
});
