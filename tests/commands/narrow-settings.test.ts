// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { commandOf, EXIT } from '../../scripts/lib/commands/call/command.ts';
import type { CommandSpec } from '../../scripts/lib/core/settings/command-spec.ts';
import type { Settings } from '../../scripts/lib/core/settings/resolve.ts';
import { textOf } from '../rig/called.ts';

const SPEC = {
  name: 'toy',
  targets: {},
  summary: 'Says two settings.',
  positionals: ['RANGE_CONFIG'],
  reads: ['TOP'],
} as const satisfies CommandSpec;

/** Code that reads METRIC. */
function metricOf(settings: Settings<'METRIC'>): string {
  return settings.text('METRIC') ?? '';
}

test('a command reads what it declares, and the compiler refuses all else', async () => {
  const toy = commandOf(SPEC, ({ settings }) => {
    const refused = (): void => {
      // @ts-expect-error METRIC is not declared
      settings.get('METRIC');
      // @ts-expect-error nor can it be asked for as text
      settings.text('METRIC');
      // @ts-expect-error nor by code that reads it
      metricOf(settings);
      // @ts-expect-error no more than settings that are all there
      void (settings satisfies Settings);
    };
    assert.equal(typeof refused, 'function'); // the compiler has read it; nobody needs to run it
    return {
      text: () => `${settings.text('RANGE_CONFIG')} ${settings.get('TOP')}\n`,
      json: () => null,
      exit: EXIT.done,
    };
  });
  assert.equal(await textOf(toy, '/', ['a-range', '--top', '4']), 'a-range 4\n');
});
