// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openInvocation } from '../../scripts/lib/edge/invocation.ts';
import { sandbox } from '../rig/sandbox.ts';

test('KCONFIG= on the command line of make is told to be no setting, and what is meant', (t) => {
  const { warnings } = openInvocation(
    { name: 'x', summary: 'x', positionals: [], settings: ['RANGE_CONFIG'] },
    { argv: [], env: { KSWEEP_FROM_MAKE: 'KCONFIG', KSWEEP_MAKE_KCONFIG: 'Kconfig' }, cwd: sandbox(t).path('.') },
  );
  assert.equal(warnings.length, 1);
  assert.match(warnings[0]?.message ?? '', /^KCONFIG= is no setting: no Kconfig tree is read/);
  assert.match(warnings[0]?.hint ?? '', /RANGE_CONFIG=FILE/);
});
