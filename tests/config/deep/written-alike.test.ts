// SPDX-License-Identifier: MIT
// Values that differ in the range file and look the same in a file make one configuration, and that is said.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { GivenSetting } from '../../../scripts/lib/core/settings/resolve.ts';
import { openSweep, type OpenSweep } from '../../../scripts/lib/edge/definition/sweep-definition.ts';
import { rangeOfText } from '../../rig/range-text.ts';

type Words = Readonly<Record<string, string>>;

function sweepOf(text: string, settings: Words, files: Words = {}): OpenSweep {
  const given: GivenSetting[] = Object.entries(settings).map(([name, value]) => ({ name, text: value, layer: 'flag' }));
  return openSweep(rangeOfText(text, files), given);
}

/** The files without their comments, in which numbers and values as written stand. */
function filesOf(sweep: OpenSweep): string[] {
  return [...sweep.configurations()].map((c) => {
    const rendered = sweep.renderer.render(c);
    const text = 'text' in rendered ? rendered.text : assert.fail(rendered.diagnostic.message);
    return text.replace(/^#.*\n/gm, '').trim();
  });
}

test('a helper of a billion values ends with an error, and what is drawn with it with a shortfall', () => {
  const text = 'let T=0:1:1e9\nCONFIG_P=5\n'; // each value gives the same file: found by fuzzing, it ran for hours
  assert.throws(
    () => sweepOf(text, {}),
    /1,000,000 configurations have the same files.*T \(let: in no file\).*E_LIMIT/s,
  );
  const drawn = sweepOf(text, { MODE: 'random', SAMPLES: '3' });
  assert.deepEqual(filesOf(drawn), ['CONFIG_P=5']);
  assert.match(drawn.notes.join('\n'), /^only 1 valid configuration could be found, SAMPLES asks for 3$/m);
});
