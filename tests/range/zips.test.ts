// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pointsOf, shown, spaceOf } from '../space/open-space.ts';

function rowsOf(text: string, files: Record<string, string> = {}): string[] {
  return shown(pointsOf(spaceOf(`${text}\n`, files)));
}

for (const [text, ...rows] of [
  ['seed,port=1:1:3,8001:1:8003', 'seed=1 port=8001', 'seed=2 port=8002', 'seed=3 port=8003'],
  ['seed,port,kind=1:1:2,8001:1:8002,a', 'seed=1 port=8001 kind=a', 'seed=2 port=8002 kind=a'],
  ['a,b=7,x|1:1:2,0:/2:1|9,', 'a=7 b=x', 'a=1 b=0', 'a=2 b=1', 'a=9'],
  ['a,b=1e-2:*10:1,5|3,~5'.replace('|3,~5', ''), 'a=1e-2 b=5', 'a=1e-1 b=5', 'a=1e0 b=5'],
  ['a,b=1:1:2,', 'a=1', 'a=2'],
  ['a,b=1:1:2,5 if 1 = 1', 'a=1 b=5', 'a=2 b=5'],
] as const) {
  test(`${text} has ${rows.length} rows`, () => assert.deepEqual(rowsOf(text), rows));
}

test('a file whose header has tabs and no commas is read as TSV', () => {
  const files = { 'rows.tsv': 'a\tb\tc\n1\tx,y\ttrue\n2\t"q\tr"\t\n\t"""5"""\t[1, 2]\n' };
  assert.deepEqual(rowsOf('a,b,c=@rows.tsv', files), ['a=1 b=x,y c=true', 'a=2 b=q\tr', 'b=5 c=[1,2]']);
});

test('a tab in the cell of a CSV file is a blank', () => {
  assert.deepEqual(rowsOf('a,b=@rows.csv', { 'rows.csv': 'a,b\n1,\tx\n' }), ['a=1 b=x']);
});
