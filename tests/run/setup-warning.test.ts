// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setupWarning } from '../../scripts/lib/run/setup-warning.ts';

const TOLD: readonly (readonly [setup: string, first: string, rest: string])[] = [
  ['cd build && make', 'cd build', 'make'],
  ['module load cuda\nsource env && export X=1', 'source env', 'export X=1'],
  ['N=1; cd "a && b" &&\n  make -j4 && true', 'cd "a && b"', 'make -j4 && true'],
];
const QUIET: readonly string[] = [
  '',
  'cd build; make',
  '[ -f env.sh ] && . env.sh',
  '[[ -e x ]] && f; command -v nvcc && export CUDA=1',
  'if true && false; then N=1; fi',
  'cd build && make || exit 1',
  'export X="a; b && c"',
  '# first && second',
];

test('a setup of A && B is told what to write instead, and a question before && is not', () => {
  for (const [setup, first, rest] of TOLD)
    assert.equal(
      setupWarning(setup),
      `SWEEP_SETUP has "${first} && ${rest}": where ${first} fails, set -e goes on and the command is started; write "${first}; ${rest}", which ends the run there`,
    );
  for (const setup of QUIET) assert.equal(setupWarning(setup), undefined, setup);
});
