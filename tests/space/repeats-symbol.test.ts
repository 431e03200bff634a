// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseRangeFile } from '../../scripts/lib/range/parse.ts';
import { buildSpace } from '../../scripts/lib/space/build.ts';
import { spaceOf } from './open-space.ts';
import { openDesign } from '../../scripts/lib/space/designs/index.ts';

function troubleOf(text: string, symbol: string): string {
  const file = parseRangeFile({ path: 'x.range', text }, () => ({ unreadable: 'no' }));
  const { diagnostics, value } = buildSpace(file.value ?? assert.fail(), { repeats: { symbol, count: 2 } });
  assert.equal(value === undefined, diagnostics.length > 0);
  return diagnostics.map((d) => `${d.code} ${d.span?.source.path}:${d.span?.offset} ${d.message}`).join('\n');
}

for (const [symbol, trouble] of [
  ['LD_PRELOAD', /^E_NAME_RESERVED SWEEP_SEED_SYMBOL:0 a symbol cannot be called LD_PRELOAD/],
  ['HOME', /^E_NAME_RESERVED /],
  ['SWEEP_X', /^E_NAME_RESERVED /],
  ['config', /^E_NAME_RESERVED /],
  ['y', /^E_NAME SWEEP_SEED_SYMBOL:0 y is a value/],
  ['', /^E_NAME SWEEP_SEED_SYMBOL:0 a name is missing/],
  ['1A', /^E_NAME SWEEP_SEED_SYMBOL:0 /],
  ['a..b', /^E_NAME SWEEP_SEED_SYMBOL:0 /],
  ['bad name', /^E_NAME SWEEP_SEED_SYMBOL:0 `bad name` is no name: ` ` cannot stand in a name$/],
  ['X=1\nCONFIG_EVIL', /^E_NAME SWEEP_SEED_SYMBOL:0 `X=1\?CONFIG_EVIL` is no name: `=` cannot stand in a name$/],
  ['X\n', /^E_NAME SWEEP_SEED_SYMBOL:0 `X\?` is no name: `\?` cannot stand in a name$/],
  ['CONFIG_L,CONFIG_M', /^E_NAME /],
  ['CONFIG.A', /^E_NAME_CLASH SWEEP_SEED_SYMBOL:0 CONFIG\.A and CONFIG_A would be the same variable CONFIG_A/],
  ['CONFIG_A', /^E_REPEATS_SYMBOL x\.range:0 /],
] as const) {
  test(`the symbol of repeats cannot be ${JSON.stringify(symbol)}`, () =>
    assert.match(troubleOf('CONFIG_A=1|2\n', symbol), trouble));
}

test('the symbol of repeats may be any name that a line could have', () => {
  for (const symbol of ['CONFIG_SEED', 'train.seed', '_s']) assert.equal(troubleOf('CONFIG_A=1|2\n', symbol), '');
});

test('repeats beyond all memory are given one by one', () => {
  const space = spaceOf('CONFIG_A=1|2\n', {}, { repeats: { symbol: 'CONFIG_SEED', count: Number.MAX_SAFE_INTEGER } });
  for (const [mode, samples] of [
    ['combination', undefined],
    ['independent', undefined],
    ['pairwise', undefined],
    ['random', 2],
  ] as const) {
    const design =
      openDesign(space, { mode, seed: '0', ...(samples === undefined ? {} : { samples }) }).value ?? assert.fail(mode);
    const points = design.points();
    points.next();
    const second = points.next();
    assert.ok(second.done !== true);
    assert.deepEqual(second.value.assignments.at(-1), { name: 'CONFIG_SEED', value: { kind: 'number', text: '2' } });
  }
});
