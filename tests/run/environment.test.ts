// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runEnvironment } from '../../scripts/lib/run/environment.ts';
import { assignments } from '../rig/sweep-rig.ts';

test('the environment of a run unsets what it lacks', () => {
  const env = runEnvironment(assignments({ 'a.b': '1', CONFIG_N: 'n' }), ['a.b', 'CONFIG_GONE', 'CONFIG_N'], {
    run: 'id',
    number: 3,
    config: '/c',
    runDir: '/r',
    attemptDir: '/r/attempts/1',
    sweepDir: '/s',
  });
  assert.deepEqual(
    [env['a_b'], env['CONFIG_N'], env['CONFIG_GONE'], env['SWEEP_NUMBER'], env['SWEEP_ID']],
    ['1', 'n', null, '3', 'id'],
  );
});
