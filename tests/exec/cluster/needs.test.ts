// SPDX-License-Identifier: MIT
// A task that was handed over before what it needs was done asks by itself how that ended.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { type TestContext, test } from 'node:test';
import { dependenciesOf } from '../../../scripts/lib/exec/cluster/dependencies.ts';
import type { JobRef } from '../../../scripts/lib/core/scheduling/array-scheduler.ts';
import type { LaunchSpec, OpenNeed } from '../../../scripts/lib/exec/engine/backend.ts';
import { TaskRig } from './task-rig.ts';

const NEED: OpenNeed = { folder: 'target/config_1', attempt: 1, outputs: ['model.pt'] };
const QUICK = { heartbeatS: 0.06 };

function rigOf(t: TestContext, needs: readonly OpenNeed[] = [NEED]): TaskRig {
  const rig = new TaskRig();
  t.after(() => rig.close());
  rig.task([`echo run >>${rig.path('marks')}`], { needs });
  return rig;
}

/** What an attempt of the need left; `undefined`: it has begun and not ended. */
function attempt(rig: TaskRig, number: number, outcome: string | undefined): void {
  const folder = rig.path('.attempts', NEED.folder, String(number));
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}/claim`, '{"pid":1,"start":"1","boot":"x","host":"n9","at":1,"job":"70_0","devices":""}\n');
  if (outcome !== undefined) writeFileSync(`${folder}/outcome`, `${outcome}\n`);
}

function leave(rig: TaskRig): void {
  mkdirSync(rig.path(NEED.folder), { recursive: true });
  writeFileSync(rig.path(NEED.folder, 'model.pt'), '');
}

async function ranAfter(rig: TaskRig): Promise<boolean> {
  await once(rig.start(0, {}, QUICK), 'exit');
  return existsSync(rig.path('marks'));
}

test('it runs when its need ended well and left its files', async (t) => {
  const rig = rigOf(t);
  attempt(rig, 1, '{"exit":0,"at":5.0,"cause":null}');
  leave(rig);
  assert.equal(await ranAfter(rig), true);
  assert.deepEqual(rig.outcome('run0_0')['cause'], null);
});

test('the attempt that the scheduler started again by itself counts', async (t) => {
  const rig = rigOf(t);
  attempt(rig, 1, '{"exit":1,"at":5.0,"cause":"time limit"}');
  attempt(rig, 2, '{"exit":0,"at":6.0,"cause":null}');
  leave(rig);
  assert.equal(await ranAfter(rig), true);
});

for (const [what, prepare] of [
  ['its need failed', (rig: TaskRig) => attempt(rig, 1, '{"exit":3,"at":5.0,"cause":null}')],
  [
    'a later attempt of its need failed',
    (rig: TaskRig) => [attempt(rig, 1, undefined), attempt(rig, 2, '{"exit":3,"at":5.0,"cause":null}')],
  ],
  ['its need has not ended', (rig: TaskRig) => attempt(rig, 1, undefined)],
  ['its need never began', () => undefined],
  ['a file of its need is not there', (rig: TaskRig) => attempt(rig, 1, '{"exit":0,"at":5.0,"cause":null}')],
] as const)
  test(`it ends without having begun when ${what}`, async (t) => {
    const rig = rigOf(t);
    if (!what.startsWith('a file')) leave(rig);
    prepare(rig);
    assert.equal(await ranAfter(rig), false);
    assert.deepEqual({ ...rig.outcome('run0_0'), at: 0, up: 0 }, { exit: 1, at: 0, up: 0, cause: 'needs' });
  });

test('runs wait for the tasks of their needs, or for whole arrays where there would be too many arrays', () => {
  const book = {
    refOf: (folder: string): JobRef | undefined =>
      folder === 'lost' ? undefined : { job: '7', index: Number(folder) },
  };
  const specOf = (...folders: readonly string[]): LaunchSpec => {
    const needs = folders.map((folder): OpenNeed => ({ folder, attempt: 1, outputs: [] }));
    return { needs } as unknown as LaunchSpec; // nothing else of it is looked at
  };
  const few = Array.from({ length: 32 }, (_, i) => specOf(String(i % 16)));
  assert.deepEqual(few.map(dependenciesOf(few, book))[17], [{ job: '7', index: 1 }]);
  const many = Array.from({ length: 17 }, (_, i) => specOf(String(i), '0'));
  assert.deepEqual(many.map(dependenciesOf(many, book))[3], [{ job: '7', index: 'all' }]);
  const [lost = assert.fail()] = [specOf('lost')];
  assert.deepEqual(dependenciesOf([lost], book)(lost), []);
});
