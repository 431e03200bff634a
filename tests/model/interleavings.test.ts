// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { explore } from './explore.ts';
import { PLANTED_FAULTS, soundScenes } from './plants.ts';
import { loadRealCode, type Process } from './real-code.ts';
import type { Who } from './world.ts';

/** INTERLEAVINGS=all tries more scenes, and much more of each. */
const ALL = process.env['INTERLEAVINGS'] === 'all';
/** So many states of each scene, the nearest first: a fault of an adopted attempt once stood behind 70,000. */
const MOST_STATES = ALL ? 200_000 : 2500;

let make: (who: Who) => Process;
before(async () => {
  make = await loadRealCode();
});

test(`in ${ALL ? 'every order' : 'many orders'} of the steps of runners, lanes and tasks, with deaths between any two, no run is lost, doubled or begun after it was taken back, and one holds the lock`, (t) => {
  let [states, steps, whole] = [0, 0, 0];
  const scenes = soundScenes(make, ALL);
  for (const scene of scenes) {
    const found = explore(scene, MOST_STATES);
    assert.deepEqual(found.wrong?.what ?? [], [], `${scene.name}:\n${found.wrong?.history.join('\n')}`);
    if (ALL)
      process.stdout.write(
        `${scene.name}: ${found.states} states, ${found.steps} steps${found.isWhole ? '' : ', not all of them'}\n`,
      );
    assert.ok(found.ends > 0 || !found.isWhole, `${scene.name} has no end`);
    [states, steps, whole] = [states + found.states, steps + found.steps, whole + (found.isWhole ? 1 : 0)];
  }
  t.diagnostic(`${scenes.length} scenes, ${whole} of them to the end: ${states} states, ${steps} steps`);
  assert.ok(states > 5000 && whole >= 2);
});

for (const { name, plants, scenes, finds } of PLANTED_FAULTS.filter(({ isLong }) => ALL || isLong !== true))
  test(`the checker finds ${name}`, async () => {
    const broken = plants.length === 0 ? make : await loadRealCode(plants);
    for (const scene of scenes(broken)) {
      const { wrong } = explore(scene, 200_000);
      if (wrong === undefined) continue;
      assert.match(wrong.what.join('\n'), finds);
      return;
    }
    assert.fail(`nothing was found in ${scenes(broken).map((scene) => scene.name)}`);
  });
