// SPDX-License-Identifier: MIT
// MODE=combination with laws: the same draws in every cell of the grid.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pointsOf, shown, spaceOf, summaryOf, valuesOf } from './open-space.ts';

const TEXT = 'CONFIG_LR=~loguniform(1e-5,1e-1)\nCONFIG_OPT=adam|sgd\nCONFIG_D=~int(1,1000)\nCONFIG_W=1|2|3\n';

test('the draws are the same in every cell, and come fastest', () => {
  const points = pointsOf(spaceOf(TEXT), 'combination', 5);
  assert.equal(points.length, 2 * 3 * 5);
  const cells = shown(points).map((text) => / ?OPT=(\w+) .*W=(\d)/.exec(text)?.slice(1).join(' '));
  assert.deepEqual([...new Set(cells)], ['adam 1', 'adam 2', 'adam 3', 'sgd 1', 'sgd 2', 'sgd 3']);
  assert.deepEqual(cells, [...cells].sort());
  const draws = points.map((_, i) => `${valuesOf(points, 'CONFIG_LR')[i]} ${valuesOf(points, 'CONFIG_D')[i]}`);
  assert.equal(new Set(draws).size, 5);
  for (let i = 0; i < points.length; i += 1) assert.equal(draws[i], draws[i % 5]);
});

test('more samples only add draws, another seed gives others, and so does no other axis', () => {
  const draws = (text: string, samples: number, seed = '0'): string[] => [
    ...new Set(valuesOf(pointsOf(spaceOf(text), 'combination', samples, seed), 'CONFIG_LR')),
  ];
  assert.deepEqual(draws(TEXT, 7).slice(0, 5), draws(TEXT, 5));
  assert.notDeepEqual(draws(TEXT, 5, '1'), draws(TEXT, 5));
  assert.deepEqual(draws(`CONFIG_NEW=1|2\n${TEXT}`, 5), draws(TEXT, 5));
});

test('a draw that breaks a rule in one cell is left out there, and counted', () => {
  const text = 'CONFIG_X=~int(1,100)\nCONFIG_Y=10|50|90\ndepends on CONFIG_X > CONFIG_Y\n';
  const all = valuesOf(pointsOf(spaceOf('CONFIG_X=~int(1,100)\nCONFIG_Y=10|50|90\n'), 'combination', 20), 'CONFIG_X');
  const draws = [...new Set(all.slice(0, 20))].map(Number);
  const expected = [10, 50, 90].flatMap((y) => draws.filter((x) => x > y).map((x) => `X=${x} Y=${y}`));
  const space = spaceOf(text);
  assert.deepEqual(shown(pointsOf(space, 'combination', 20)), expected);
  const equal = 3 * (20 - draws.length);
  const { notes } = summaryOf(space, 'combination', 20);
  assert.match(notes.join('\n'), new RegExp(`^${60 - expected.length - equalLeft(expected.length)} draws break`, 'm'));

  function equalLeft(emitted: number): number {
    const counted = /(\d+) draws? equals?/.exec(notes.join('\n'))?.[1];
    assert.ok(emitted + Number(counted ?? 0) <= 60 && Number(counted ?? 0) <= equal);
    return Number(counted ?? 0);
  }
});

test('draws that are equal count once in a cell, and a symbol that is absent in a cell is not drawn there', () => {
  const space = spaceOf('CONFIG_O=a|b\nCONFIG_X=~int(1,2) if CONFIG_O="b"\n');
  const points = shown(pointsOf(space, 'combination', 8));
  assert.equal(points[0], 'O=a');
  assert.deepEqual(points.slice(1).sort(), ['O=b X=1', 'O=b X=2']);
});

test('symbols whose lines look at a drawn one are listed within its draw', () => {
  const space = spaceOf('CONFIG_X=~uniform(0,1)\nCONFIG_Y=1|2 if CONFIG_X > 0.5\nCONFIG_Z=3|4\n');
  for (const line of shown(pointsOf(space, 'combination', 10))) {
    const [, x = '', y] = /X=(\S+)(?: Y=(\d))? Z=\d$/.exec(line) ?? assert.fail(line);
    assert.equal(y !== undefined, Number(x) > 0.5);
  }
  assert.equal(valuesOf(pointsOf(space, 'combination', 10), 'CONFIG_Z').length % 2, 0);
});

test('repeats come faster than draws', () => {
  const space = spaceOf('CONFIG_X=~uniform(0,1)\nCONFIG_Z=3|4\n', {}, { repeats: { symbol: 'CONFIG_SEED', count: 2 } });
  const points = pointsOf(space, 'combination', 3);
  assert.equal(points.length, 12);
  assert.deepEqual(valuesOf(points, 'CONFIG_SEED').slice(0, 4), ['1', '2', '1', '2']);
  assert.equal(valuesOf(points, 'CONFIG_X')[0], valuesOf(points, 'CONFIG_X')[1]);
});
