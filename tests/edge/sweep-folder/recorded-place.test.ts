// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { recordedPlace } from '../../../scripts/lib/edge/sweep-folder/recorded-place.ts';
import { temporaryFolder } from '../../rig/synthetic-sweep.ts';

test('a sweep folder is named from where make was called, by the usual folder, or whole', (t) => {
  const top = temporaryFolder(t);
  const placeOf = (folder: string, manifest: object | string): string => {
    const sweepDir = join(top, folder);
    mkdirSync(sweepDir, { recursive: true });
    writeFileSync(join(sweepDir, 'sweep.json'), typeof manifest === 'string' ? manifest : JSON.stringify(manifest));
    return recordedPlace(sweepDir).place;
  };
  assert.equal(placeOf('out/sweep_1', { cwdBase: top }), 'out/sweep_1');
  // SWEEP_CWD of a range file in a folder of its own.
  assert.equal(placeOf('test_matrix_results/sweep_1', { cwdBase: join(top, 'ranges') }), 'test_matrix_results/sweep_1');
  assert.equal(placeOf('out/sweep_2', { cwdBase: join(top, 'ranges') }), join(top, 'out/sweep_2'));
  assert.equal(placeOf('out/sweep_3', 'no json'), join(top, 'out/sweep_3'));
  assert.equal(placeOf('out/sweep_4', { cwdBase: join(top, 'out/sweep_4') }), join(top, 'out/sweep_4'));
});

test('a sweep over a Kconfig tree is told by what it recorded of it', (t) => {
  const sweepDir = temporaryFolder(t);
  const hasTree = (sources: unknown): boolean => {
    writeFileSync(join(sweepDir, 'sweep.json'), JSON.stringify({ sources }));
    return recordedPlace(sweepDir).hasTree;
  };
  assert.equal(hasTree([{ path: 'range' }, { path: 'kconfig-answers.json' }]), true);
  assert.equal(hasTree([{ path: 'range' }, null]), false);
  assert.equal(hasTree('kconfig-answers.json'), false);
});
