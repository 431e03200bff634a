// SPDX-License-Identifier: MIT
// Values that differ in the range file and look the same in a file make one configuration, and that is said.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { OpenSweep } from '../../../scripts/lib/edge/definition/sweep-definition.ts';
import { filesOfSweep, sweepOfText } from '../../rig/range-text.ts';

/** The files without their comments, in which numbers and values as written stand. */
function filesOf(sweep: OpenSweep): string[] {
  return filesOfSweep(sweep).map((text) => text.replace(/^#.*\n/gm, '').trim());
}

test('a helper of a billion values ends with an error, and what is drawn with it with a shortfall', () => {
  const text = 'let T=0:1:1e9\nCONFIG_P=5\n'; // each value gives the same file: found by fuzzing, it ran for hours
  assert.throws(
    () => sweepOfText(text, {}),
    /1,000,000 configurations have the same files.*T \(let: in no file\).*E_LIMIT/s,
  );
  const drawn = sweepOfText(text, { MODE: 'random', SAMPLES: '3' });
  assert.deepEqual(filesOf(drawn), ['CONFIG_P=5']);
  assert.match(drawn.notes.join('\n'), /^only 1 valid configuration could be found, SAMPLES asks for 3$/m);
});
