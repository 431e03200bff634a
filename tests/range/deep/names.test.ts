// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { reservedReason } from '../../../scripts/lib/range/names.ts';

test('a variable that bash overwrites is refused as a symbol, any other is not', () => {
  for (const name of [
    'RANDOM',
    'SRANDOM',
    'SECONDS',
    'LINENO',
    'EPOCHSECONDS',
    'EPOCHREALTIME',
    'SHLVL',
    'GROUPS',
    'CONFIG_LR',
    'DEPTH',
  ]) {
    const seen = execFileSync('env', [`${name}=ksweep`, 'bash', '-c', `printf %s "$${name}"`], { encoding: 'utf8' });
    assert.equal(reservedReason(name) !== undefined, seen !== 'ksweep', `${name}: bash shows "${seen}"`);
  }
});
