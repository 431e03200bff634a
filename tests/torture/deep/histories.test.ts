// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { playHistory } from '../../rig/sim-history.ts';

/** HISTORIES=10000 plays as many; HISTORY=seed plays one again. */
const COUNT = Number(process.env['HISTORIES'] ?? 60);
const ONE = process.env['HISTORY'];

test(`in ${ONE ?? COUNT} simulated histories with kills, power cuts and a clock that is set no run is lost, doubled or overlapping`, async (t) => {
  const seeds = ONE === undefined ? Array.from({ length: COUNT }, (_, i) => `history ${i}`) : [ONE];
  let [kills, cuts, steps] = [0, 0, 0];
  for (const seed of seeds) {
    const history = await playHistory(seed);
    assert.deepEqual(history.wrong, [], `HISTORY="${seed}" plays it again`);
    kills += history.kills;
    cuts += history.cuts;
    steps += history.steps;
  }
  t.diagnostic(`${seeds.length} histories, ${kills} kills, ${cuts} power cuts, ${steps} steps of the clock`);
  if (ONE === undefined) assert.ok(kills > COUNT && cuts > COUNT / 4 && steps > COUNT / 4);
});
