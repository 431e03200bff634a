// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Line } from '../../scripts/lib/space/model.ts';
import type { Space } from '../../scripts/lib/space/space.ts';
import { walk } from '../../scripts/lib/space/walk.ts';
import { designOf, pointsOf, shown, spaceOf, summaryOf, valuesOf } from './open-space.ts';

/** 10^18 configurations. */
const HUGE = Array.from({ length: 18 }, (_, i) => `CONFIG_A${i}=0:1:9\n`).join('');
const SMALL = 'CONFIG_A=1|2|3\nCONFIG_B=x|z\nexclude if CONFIG_A=2 && CONFIG_B="z"\n';

test('combination lists every valid configuration, the last symbol fastest', () => {
  assert.deepEqual(shown(pointsOf(spaceOf(SMALL))), ['A=1 B=x', 'A=1 B=z', 'A=2 B=x', 'A=3 B=x', 'A=3 B=z']);
});

test('combination is lazy: the first configurations of 10^18 come at once', () => {
  const points = designOf(spaceOf(HUGE), 'combination').points();
  points.next();
  const second = points.next().value;
  assert.ok(second !== undefined && 'assignments' in second);
  assert.equal(second.assignments.at(-1)?.value.text, '1');
});

test('a walk gives up where nothing can be found, and says so', () => {
  // The product of nine digits is never this prime, which no rule part can see before the last digit.
  const names = Array.from({ length: 9 }, (_, i) => `CONFIG_D${i}`);
  const { model } = spaceOf(`${names.map((n) => `${n}=1:1:9\n`).join('')}depends on ${names.join(' * ')} = 1000003\n`);
  assert.deepEqual(walk(model, { patience: 50_000 }).next(), { done: true, value: false });
});

test('a walk does not enter again what led nowhere once', () => {
  // Without that memory each of the 10^8 values of the first eight symbols would be tried.
  const text = `${HUGE}depends on CONFIG_A16 + CONFIG_A17 > 18\n`;
  assert.deepEqual(walk(spaceOf(text).model, { patience: 5000 }).next(), { done: true, value: true });
});

for (const mode of ['random', 'sobol', 'latin'] as const) {
  test(`${mode} draws 1,000 distinct configurations of 10^18 without listing them`, () => {
    const space = spaceOf(HUGE);
    const looked = countLooks(space);
    const points = pointsOf(looked.space, mode, 1000);
    assert.equal(new Set(shown(points)).size, 1000);
    assert.ok(looked.count() <= 18 * 1000 * 4, `${looked.count()} values were looked at`);
  });

  test(`${mode} is the same for the same seed and another one for another seed`, () => {
    const draw = (seed: string): string[] => shown(pointsOf(spaceOf(HUGE), mode, 20, seed));
    assert.deepEqual(draw('a'), draw('a'));
    assert.notDeepEqual(draw('a'), draw('b'));
  });

  test(`${mode} says so when there are fewer configurations than samples`, () => {
    const summary = summaryOf(spaceOf(SMALL), mode, 9);
    assert.equal(summary.points, 5);
    assert.ok(summary.notes.includes('only 5 valid configurations exist, SAMPLES asks for 9'), summary.notes.join());
    assert.equal(designOf(spaceOf(SMALL), mode, 9).size().value, 5);
  });

  test(`${mode} ends when nothing is valid`, () => {
    const summary = summaryOf(spaceOf(`${HUGE}depends on CONFIG_A0 > CONFIG_A1 && CONFIG_A1 > CONFIG_A0\n`), mode, 9);
    assert.deepEqual([summary.points, summary.notes], [0, ['only 0 valid configurations exist, SAMPLES asks for 9']]);
  });
}

/** Returns the space with a count of how often a row was looked at. */
function countLooks(space: Space): { space: Space; count: () => number } {
  let looks = 0;
  const counted = (line: Line): Line => {
    const { values } = line;
    if (values.kind !== 'rows') return line;
    const { rows } = values;
    const at = (index: number): ReturnType<typeof rows.at> => {
      looks += 1;
      return rows.at(index);
    };
    return {
      ...line,
      values: { kind: 'rows', rows: { size: rows.size, duplicates: 0, at, find: (v) => rows.find(v) } },
    };
  };
  const levels = space.model.levels.map((level) => ({ ...level, lines: level.lines.map(counted) }));
  return { space: { ...space, model: { ...space.model, levels } }, count: () => looks };
}

test('sobol fills each axis and each pair of axes evenly: 64 points, one in each of 64 boxes', () => {
  for (const seed of ['0', '1', 'x']) {
    const points = pointsOf(spaceOf('CONFIG_A=0:1:63\nCONFIG_B=0:1:63\n'), 'sobol', 64, seed);
    const a = valuesOf(points, 'CONFIG_A').map(Number);
    const b = valuesOf(points, 'CONFIG_B').map(Number);
    assert.equal(new Set(a).size, 64);
    assert.equal(new Set(b).size, 64);
    for (const [columns, rows] of [
      [8, 8],
      [2, 32],
      [16, 4],
    ] as const) {
      const boxes = new Set(
        a.map((x, i) => `${Math.floor((x * columns) / 64)},${Math.floor(((b[i] ?? 0) * rows) / 64)}`),
      );
      assert.equal(boxes.size, 64, `seed ${seed}, ${columns} by ${rows} boxes`);
    }
  }
});

test('sobol has no bound on the number of symbols', () => {
  const text = Array.from({ length: 1100 }, (_, i) => `CONFIG_A${i}=0:1:15\n`).join('');
  const points = pointsOf(spaceOf(text), 'sobol', 16);
  for (const name of ['CONFIG_A0', 'CONFIG_A511', 'CONFIG_A512', 'CONFIG_A1099'])
    assert.equal(new Set(valuesOf(points, name)).size, 16, name);
});

test('latin meets every part of each axis once when no rule is in the way', () => {
  const points = pointsOf(spaceOf('CONFIG_A=0:1:49\nCONFIG_B=0:1:49\nCONFIG_C=~uniform(0,1)\n'), 'latin', 50);
  assert.equal(new Set(valuesOf(points, 'CONFIG_A')).size, 50);
  assert.equal(new Set(valuesOf(points, 'CONFIG_B')).size, 50);
  assert.equal(new Set(valuesOf(points, 'CONFIG_C').map((x) => Math.floor(Number(x) * 50))).size, 50);
});

test('latin keeps its parts under a rule by swapping', () => {
  const space = spaceOf(
    'CONFIG_A=0:1:49\nCONFIG_B=0:1:49\ndepends on CONFIG_A != CONFIG_B && CONFIG_A + CONFIG_B < 90\n',
  );
  const points = pointsOf(space, 'latin', 50);
  assert.deepEqual(summaryOf(space, 'latin', 50).notes, []);
  assert.equal(new Set(valuesOf(points, 'CONFIG_A')).size, 50);
  assert.equal(new Set(valuesOf(points, 'CONFIG_B')).size, 50);
});

test('latin says how many configurations have no place in the hypercube', () => {
  const summary = summaryOf(spaceOf('CONFIG_A=0:1:9\nCONFIG_B=0:1:9\ndepends on CONFIG_A < 2\n'), 'latin', 15);
  assert.equal(summary.points, 15);
  assert.match(summary.notes.join(), /^\d+ of 15 configurations were drawn at random/);
});

test('a walk does not try the other values of a symbol on which a dead end does not depend', () => {
  const { model } = spaceOf(
    'CONFIG_N=0:1:1e12\nCONFIG_A=1|2\nCONFIG_M=0:1:1e12\nCONFIG_B=1|2\ndepends on CONFIG_A + CONFIG_B = 9\n',
  );
  assert.deepEqual(walk(model, { patience: 20 }).next(), { done: true, value: true });
});

for (const [text, least] of [
  ['CONFIG_A=1|2|3\n', 3],
  ['CONFIG_A=1\n', 1],
  ['CONFIG_A=1|2\nCONFIG_B=1|2\n', 4],
] as const) {
  test(`pairwise of ${JSON.stringify(text)} has ${least} configurations`, () =>
    assert.equal(pointsOf(spaceOf(text), 'pairwise').length, least));
}

test('repeats come last and fastest in every mode, and number each configuration', () => {
  const options = { repeats: { symbol: 'CONFIG_SEED', count: 2 } };
  const space = spaceOf('CONFIG_A=1|2\nCONFIG_F=7\n', {}, options);
  assert.deepEqual(shown(pointsOf(space)), ['A=1 F=7 SEED=1', 'A=1 F=7 SEED=2', 'A=2 F=7 SEED=1', 'A=2 F=7 SEED=2']);
  assert.deepEqual(space.swept, ['CONFIG_A', 'CONFIG_SEED']);
  for (const mode of ['independent', 'pairwise'] as const) assert.equal(pointsOf(space, mode).length, 4);
  for (const mode of ['random', 'sobol', 'latin'] as const) assert.equal(pointsOf(space, mode, 2).length, 4);
  assert.equal(designOf(space, 'combination').size().value, 4n);
  assert.equal(pointsOf(space)[0]?.lines.at(-1)?.source.text, 'CONFIG_SEED=1:1:2');
});

test('values that are written twice are said in every mode', () => {
  for (const mode of ['combination', 'pairwise', 'independent', 'random'] as const) {
    assert.ok(
      summaryOf(spaceOf('CONFIG_A=1|1.0|2\nCONFIG_B=3|3e0\n'), mode, 2).notes.includes(
        'CONFIG_A: 1 equal value was left out',
      ),
      mode,
    );
  }
});
