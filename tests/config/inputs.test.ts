// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openInputs } from '../../scripts/lib/config/inputs.ts';
import { openSweep } from '../../scripts/lib/edge/definition/sweep-definition.ts';
import { DiagnosticsError } from '../../scripts/lib/core/diagnostic.ts';
import type { GivenSetting } from '../../scripts/lib/core/settings/resolve.ts';
import { assignments } from '../rig/sweep-rig.ts';

test('each word of SWEEP_INPUTS is a path, with values in it', () => {
  const inputs = openInputs({ path: 'SWEEP_INPUTS', text: 'conf/{{CONFIG_MODEL}}.yaml, common.yaml,,' });
  assert.deepEqual(inputs.pathsOf(assignments({ CONFIG_MODEL: 'base' })), { paths: ['conf/base.yaml', 'common.yaml'] });
});

for (const value of ['../secret', 'a/b', '..']) {
  test(`the value ${value} cannot lead to another folder`, () => {
    const found = openInputs({ path: 'SWEEP_INPUTS', text: 'conf/{{CONFIG_MODEL}}.yaml' }).pathsOf(
      assignments({ CONFIG_MODEL: value }),
    );
    assert.ok('diagnostic' in found);
    assert.match(found.diagnostic.message, /holds \/ or \.\./);
  });
}

test('a symbol that a configuration lacks names no file', () => {
  const found = openInputs({ path: 'SWEEP_INPUTS', text: '{{CONFIG_OTHER}}.yaml' }).pathsOf(
    assignments({ CONFIG_MODEL: 'base' }),
  );
  assert.ok('diagnostic' in found && found.diagnostic.span?.length === '{{CONFIG_OTHER}}.yaml'.length);
});

/** The ids of `A=1|2` over some files. */
function ids(files: Readonly<Record<string, string>>, given: readonly GivenSetting[]): readonly string[] {
  const source = { path: 'x', text: 'A=1|2\n' };
  const loadNamed = (path: string): { path: string; text: string } => ({
    path,
    text: files[path] ?? assert.fail(path),
  });
  const range = {
    source,
    load: assert.fail,
    loadNamed,
    name: 'x',
    folder: '/',
    records: () => [],
    record: () => undefined,
  };
  return [...openSweep(range, given).configurations()].map(({ id }) => id);
}

test('the content of an input is in the id of the configurations that it is for, and of no others', () => {
  const inputs: GivenSetting[] = [{ name: 'INPUTS', text: 'p{{A}}', layer: 'range file' }];
  const before = ids({ p1: 'one', p2: 'two' }, inputs);
  const after = ids({ p1: 'one', p2: 'edited' }, inputs);
  assert.equal(after[0], before[0]);
  assert.notEqual(after[1], before[1]);
  assert.notDeepEqual(ids({}, []), before, 'without inputs the ids are those of always');
});

test('an input that is not there is an error before anything is written', () => {
  const source = { path: 'x', text: 'A=1\nSWEEP_INPUTS=nowhere.yaml\n' };
  const missing = (): never => {
    throw new DiagnosticsError([{ code: 'E_FILE_MISSING', message: 'nowhere.yaml cannot be read' }]);
  };
  const range = {
    source,
    load: assert.fail,
    loadNamed: missing,
    name: 'x',
    folder: '/',
    records: () => [],
    record: () => undefined,
  };
  assert.throws(() => openSweep(range, []), /nowhere.yaml cannot be read/);
});
