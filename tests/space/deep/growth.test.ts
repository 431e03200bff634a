// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pointsOf, shown, spaceOf } from '../open-space.ts';

/** 10^18 configurations. */
const HUGE = Array.from({ length: 18 }, (_, i) => `CONFIG_A${i}=0:1:9\n`).join('');

const TIGHT = [
  ['no rule', HUGE],
  ['a loose rule', `${HUGE}depends on CONFIG_A0 < CONFIG_A1\n`],
  [
    'rules that leave one in a million',
    `${HUGE}${[0, 1, 2, 3, 4, 5].map((i) => `depends on CONFIG_A${i} = CONFIG_A${i + 6}\n`).join('')}`,
  ],
  [
    'few configurations',
    'CONFIG_A=0:1:9\nCONFIG_B=0:1:9\ndepends on CONFIG_A + CONFIG_B = 12\nCONFIG_C=1:1:9 if CONFIG_A=5\n',
  ],
  ['distributions', 'CONFIG_A=~uniform(0,1)\nCONFIG_B=~int(1,3)\nCONFIG_C=~list(2, int(1,9)) if CONFIG_B=2\n'],
] as const;

for (const mode of ['random', 'sobol'] as const) {
  for (const [what, text] of TIGHT) {
    test(`more samples of ${mode} only add to the end: ${what}`, () => {
      const many = shown(pointsOf(spaceOf(text), mode, 60));
      for (const samples of [1, 7, 30])
        assert.deepEqual(shown(pointsOf(spaceOf(text), mode, samples)), many.slice(0, samples));
    });
  }
}
