// SPDX-License-Identifier: MIT
// A bounded slice of the comparison with both judges; tests/conformance/kconfig.ts is the long one.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findConf } from '../../rig/kconfig-conf.ts';
import { fuzzAgainstConf, fuzzAgainstKconfiglib } from '../../rig/kconfig-fuzz.ts';
import { needs } from '../../rig/needs.ts';

const SEEDS = Array.from({ length: 40 }, (_, i) => `slice/${i}`);

test('6.12 completes random trees as conf does, byte for byte', (t) => {
  if (!needs(t, 'conf-6.12')) return;
  const count = fuzzAgainstConf(findConf('6.12') ?? '', SEEDS);
  assert.deepEqual(count.refused, []);
  assert.equal(count.cases, SEEDS.length * 7);
  assert.deepEqual(count.different, []);
});

test('6.1 completes random trees as Kconfiglib does, byte for byte', (t) => {
  if (!needs(t, 'kconfiglib')) return;
  const count = fuzzAgainstKconfiglib(SEEDS);
  assert.deepEqual(count.refused, []);
  assert.equal(count.cases, SEEDS.length * 4);
  assert.deepEqual(count.different, []);
});
