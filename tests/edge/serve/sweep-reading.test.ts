// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { openSweepReading, type SweepLook, type SweepReading } from '../../../scripts/lib/edge/serve/sweep-reading.ts';
import { settingsFor, type SyntheticRun, temporaryFolder, writeSyntheticSweep } from '../../rig/synthetic-sweep.ts';

const runsOf = (count: number): readonly SyntheticRun[] =>
  Array.from({ length: count }, (_, i) => ({
    values: { CONFIG_X: String(i) },
    files: { 'training_metrics.json': { test_acc: 80 + i } },
  }));

/** Makes each look at the clock find it 10 ms later, so that there is time for a few runs a look, on any machine. */
function slowClock(t: TestContext): void {
  let nowMs = 0;
  t.mock.method(performance, 'now', () => {
    nowMs += 10;
    return nowMs;
  });
}

function unread({ now }: SweepLook): number {
  return Number(/^the results of (\d+) runs? (?:is|are) still to be read$/.exec(now.remark)?.[1] ?? 0);
}

/** A sweep of two runs, and one of forty that it refines. */
function refining(t: TestContext): SweepReading {
  const folder = temporaryFolder(t);
  writeSyntheticSweep(join(folder, 'first'), { runs: runsOf(40) });
  const second = writeSyntheticSweep(join(folder, 'second'), { runs: runsOf(2) });
  return openSweepReading({ folder: second, settings: settingsFor({ METRIC: 'test_acc', REFINES: 'first' }) });
}

test('a row of the list reads nothing of the sweeps that a sweep refines', (t) => {
  slowClock(t);
  const reading = refining(t);
  for (let i = 0; i < 3; i += 1) {
    const look = reading.look(0, 'row');
    assert.equal(look.gathered.view.earlier, undefined);
    assert.equal(unread(look), 0);
    assert.equal(look.now.best, 'test_acc 81 (config_002)');
  }
});

test('a page reads the sweeps that its own refines a part a look, says so, and has them in the end', (t) => {
  slowClock(t);
  const reading = refining(t);
  const left: number[] = [];
  let look = reading.look(0, 'page');
  for (; unread(look) > 0; look = reading.look(0, 'page')) {
    assert.equal(look.gathered.view.earlier, undefined, 'a part of a sweep would be another sweep');
    left.push(unread(look));
    assert.ok(left.length < 40, left.join());
  }
  assert.ok(left.length > 2, `read in ${left.length} looks`);
  assert.deepEqual(
    left,
    [...left].sort((a, b) => b - a),
  );
  assert.ok(look.hasChanged);
  const [earlier] = look.gathered.view.earlier ?? [];
  assert.equal(earlier?.name, 'first');
  assert.equal(earlier.runs.filter((run) => run.rank !== null).length, 40);
  assert.equal(reading.look(0, 'page').hasChanged, false);
});

test('results that there was no time for are read between looks', async (t) => {
  const folder = writeSyntheticSweep(join(temporaryFolder(t), 'sweep'), { runs: runsOf(60) });
  const reading = openSweepReading({ folder, settings: settingsFor({ METRIC: 'test_acc' }) });
  t.mock.timers.enable({ apis: ['setTimeout'] });
  slowClock(t);
  const before = unread(reading.look(0, 'row'));
  assert.ok(before > 40 && before < 60, `${before} of 60`);
  for (let slice = 0; slice < 60; slice += 1) t.mock.timers.tick(1000);
  const after = reading.look(0, 'row');
  assert.equal(unread(after), 0);
  assert.ok(after.hasChanged);
  assert.equal(after.gathered.view.ranked.length, 60);
});

test('nobody who looks is nobody who is read for', (t) => {
  const folder = writeSyntheticSweep(join(temporaryFolder(t), 'sweep'), { runs: runsOf(60) });
  const reading = openSweepReading({ folder, settings: settingsFor({ METRIC: 'test_acc' }) });
  t.mock.timers.enable({ apis: ['setTimeout'] });
  let nowMs = 0;
  t.mock.method(performance, 'now', () => {
    nowMs += 10;
    return nowMs;
  });
  const before = unread(reading.look(0, 'row'));
  nowMs += 24 * 3600 * 1000;
  for (let slice = 0; slice < 60; slice += 1) t.mock.timers.tick(1000);
  const after = unread(reading.look(0, 'row'));
  assert.ok(after > 0 && before - after < 15, `${before} and ${after}`);
});
