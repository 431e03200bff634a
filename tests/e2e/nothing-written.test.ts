// SPDX-License-Identifier: MIT
// make sweep is generate and run: what cannot be run is not written either.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { sandbox } from '../rig/sandbox.ts';

for (const [what, lines] of [
  ['without a command', ''],
  ['with a value in quotes', `SWEEP_COMMAND='python3 t.py --out "{{out_dir}}"'\n`],
  ['with a stage whose command does not close', `stage "s"\nSWEEP_COMMAND="true {{args"\nendstage\n`],
] as const) {
  test(`make sweep writes nothing for a range file ${what}`, async (t) => {
    const box = sandbox(t);
    box.write('r', `CONFIG_A=1|2\n${lines}`);
    const { code, stderr } = await box.script('generate-configs', ['r', 'sweep_configs', '--to-run']);
    assert.equal(code, 2, stderr);
    assert.match(stderr, /SWEEP_COMMAND/);
    assert.equal(existsSync(join(box.dir, 'sweep_configs')), false);
  });
}
