// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { type Holder, isAlive, isSameHolder, ownHolder, stillHolds } from '../../../scripts/lib/edge/holding/holder.ts';
import { ROOT } from '../../rig/sandbox.ts';

const YOUNG = (): number => 119_000;
const OLD = (): number => 121_000;

/** Facts of this process, changed. */
function holder(over: Partial<Holder>): Holder {
  return { ...ownHolder(), ...over };
}

test('a holder of this host is asked: its process, its start and its boot decide, however old its file is', () => {
  const dead = spawnSync(process.execPath, ['-e', '0']).pid;
  assert.deepEqual(
    [{}, { start: '1' }, { pid: dead }, { boot: 'another' }].map((over) => [
      isAlive(holder(over)),
      stillHolds(holder(over), OLD),
    ]),
    [
      [true, true],
      [false, false],
      [false, false],
      [false, false],
    ],
  );
});

test('one of another host or another pid namespace cannot be asked: it holds while its file is young', () => {
  for (const over of [{ host: 'elsewhere' }, { space: 'pid:[1]' }]) {
    assert.equal(isAlive(holder(over)), undefined);
    assert.deepEqual([stillHolds(holder(over), YOUNG), stillHolds(holder(over), OLD)], [true, false]);
  }
});

test('files of older versions and of one machine alone lack facts, and are judged by those they have', () => {
  const { space: _space, ...older } = ownHolder();
  assert.equal(isAlive(older), true);
  const { host: _host, ...local } = ownHolder();
  assert.equal(isAlive(local), true);
  assert.equal(isAlive({ ...local, boot: 'another' }), undefined, 'another machine, or this one before a reboot');
  assert.equal(isSameHolder(ownHolder(), { ...ownHolder(), start: '1' }), false);
});

test('nobody else decides who lives', () => {
  const lib = join(ROOT, 'scripts', 'lib');
  const judges = readdirSync(lib, { recursive: true, encoding: 'utf8' })
    .filter(
      (name) =>
        name.endsWith('.ts') && /\bbootId\(\) *[!=]==|[!=]== *bootId\(\)/.test(readFileSync(join(lib, name), 'utf8')),
    )
    .sort();
  assert.deepEqual(judges, ['edge/holding/holder.ts']);
});
