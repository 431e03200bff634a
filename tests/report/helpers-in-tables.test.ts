// SPDX-License-Identifier: MIT
// Helpers (`let`) stand in the tables of a folder of configurations, and in no file and no identity.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { combinationsTable, summaryLine } from '../../scripts/lib/report/combinations.ts';
import { openSweep } from '../../scripts/lib/edge/definition/sweep-definition.ts';
import { rangeOfText } from '../rig/range-text.ts';

const YAML = [{ name: 'FORMAT', text: 'yaml', layer: 'flag' }] as const;

test('the summary has helpers behind the values, combinations.csv in columns, ids and files do not', () => {
  const text = 'let scale=1|2\nlet w := scale*2 if scale > 1\nsteps := scale*100\na=1|2\n';
  const sweep = openSweep(rangeOfText(text), YAML);
  const all = [...sweep.configurations()];
  assert.deepEqual(all.map(summaryLine), [
    'config_001: a=1 (let: scale=1)\n',
    'config_002: a=2 (let: scale=1)\n',
    'config_003: a=1 (let: scale=2 w=4)\n',
    'config_004: a=2 (let: scale=2 w=4)\n',
  ]);
  const table = combinationsTable(sweep.definition);
  assert.equal(table.csv([]).trim(), 'number,config_id,steps,a,scale,w');
  assert.deepEqual(
    all.map((c) => table.row(c).slice(2).join()),
    ['100,1,1,', '100,2,1,', '200,1,2,4', '200,2,2,4'],
  );
  const plain = [...openSweep(rangeOfText('steps=100|200\na=1|2\n'), YAML).configurations()];
  assert.deepEqual(
    all.map((c) => c.id),
    plain.map((c) => c.id),
  );
});
