// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countSpace } from '../../../scripts/lib/space/count.ts';
import { spaceOf, summaryOf } from '../open-space.ts';

test('a count that would take too long is an estimate and is marked so', () => {
  const names = Array.from({ length: 12 }, (_, i) => `CONFIG_A${i}`);
  const sum = names.map((name, i) => `${name} * ${1 + i}.5`).join(' + ');
  const counts = countSpace(spaceOf(`${names.map((name) => `${name}=0:1:9\n`).join('')}depends on ${sum} < 378\n`));
  assert.equal(counts.final.exact, false);
  assert.equal(counts.conditioned.exact, false); // one pass counts all steps
  assert.deepEqual(counts.raw, { value: 10n ** 12n, exact: true });
});

test('combination gives up on a space in which nothing can be found, and says so', () => {
  // The product of nine digits is never this prime, which no rule part can see before the last digit.
  const names = Array.from({ length: 9 }, (_, i) => `CONFIG_D${i}`);
  const summary = summaryOf(
    spaceOf(`${names.map((n) => `${n}=1:1:9\n`).join('')}depends on ${names.join(' * ')} = 1000003\n`),
    'combination',
  );
  assert.equal(summary.complete, false);
  assert.match(summary.notes.join(), /given up/);
});
