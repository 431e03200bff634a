// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRng } from '../../scripts/lib/core/rng.ts';
import { contourRings, type Ring, roundLevels, type ValueGrid } from '../../scripts/lib/report/charts/contours.ts';

function gridOf(columns: number, rows: number, value: (x: number, y: number) => number | undefined): ValueGrid {
  const values = Array.from({ length: columns * rows }, (_, i) => value(Math.floor(i / rows), i % rows));
  return { columns, rows, values };
}

/** Twice the sum of what the rings enclose, holes taken off. */
function area(rings: readonly Ring[]): number {
  return rings.reduce(
    (sum, ring) =>
      sum +
      ring.reduce((own, [x, y], i) => {
        const [nx, ny] = ring[(i + 1) % ring.length] ?? [0, 0];
        return own + (x * ny - nx * y) / 2;
      }, 0),
    0,
  );
}

/** How often the rings go round a point. */
function winding(rings: readonly Ring[], [px, py]: readonly [number, number]): number {
  const turns = rings.flatMap((ring) =>
    ring.map(([x, y], i) => {
      const [nx, ny] = ring[(i + 1) % ring.length] ?? [0, 0];
      const [a, b] = [Math.atan2(y - py, x - px), Math.atan2(ny - py, nx - px)];
      return Math.atan2(Math.sin(b - a), Math.cos(b - a));
    }),
  );
  return Math.round(turns.reduce((sum, t) => sum + t, 0) / (2 * Math.PI)) + 0; // -0 is 0
}

test('the lines go once round what lies above the level and not round what lies below, whatever the values', () => {
  const rng = createRng('contours');
  for (let round = 0; round < 40; round += 1) {
    const [columns, rows] = [3 + rng.below(9), 3 + rng.below(9)];
    const grid = gridOf(columns, rows, () => rng.float());
    const rings = contourRings(grid, 0.5);
    // A line passes over the crossings at the border themselves.
    for (let x = 1; x < columns - 1; x += 1)
      for (let y = 1; y < rows - 1; y += 1)
        assert.equal(winding(rings, [x, y]), (grid.values[x * rows + y] ?? 0) >= 0.5 ? 1 : 0, `round ${round}`);
  }
});

test('a disc has the area of a disc, a ring that of a ring, and a slope its straight edge', () => {
  const far = (x: number, y: number): number => Math.hypot(x - 20, y - 20);
  const disc = contourRings(
    gridOf(41, 41, (x, y) => -far(x, y)),
    -10,
  );
  assert.equal(disc.length, 1);
  assert.ok(Math.abs(area(disc) - Math.PI * 100) < 2, String(area(disc)));
  const ring = contourRings(
    gridOf(41, 41, (x, y) => -Math.abs(far(x, y) - 10)),
    -4,
  );
  assert.equal(ring.length, 2);
  assert.ok(Math.abs(area(ring) - Math.PI * (14 ** 2 - 6 ** 2)) < 6, String(area(ring)));
  const slope = contourRings(
    gridOf(11, 11, (x) => x),
    2.25,
  );
  assert.ok(Math.abs(area(slope) - (10 - 2.25) * 10) < 1e-9, String(area(slope)));
});

test('where nothing is known nothing is drawn, and the lowest step goes to the last that is known', () => {
  const hole = gridOf(5, 5, (x, y) => (x === 2 && y === 2 ? undefined : 1));
  const rings = contourRings(hole, Number.NEGATIVE_INFINITY);
  assert.equal(rings.length, 2);
  assert.equal(area(rings), 16 - 2);
  assert.deepEqual(
    contourRings(
      gridOf(3, 3, () => undefined),
      Number.NEGATIVE_INFINITY,
    ),
    [],
  );
});

test('levels are round, lie inside, and part a range into no more steps than there are colours', () => {
  assert.deepEqual(roundLevels([0.21, 1.05], 6), [0.4, 0.6, 0.8, 1]);
  assert.deepEqual(roundLevels([78.3, 80.1], 6), [78.5, 79, 79.5, 80]);
  assert.deepEqual(roundLevels([-0.3, 0.3], 6), [-0.2, -0.1, 0, 0.1, 0.2]);
  assert.deepEqual(roundLevels([5, 5], 6), []);
  assert.deepEqual(roundLevels([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY], 6), [], 'nothing is known');
  const rng = createRng('levels');
  for (let i = 0; i < 500; i += 1) {
    const low = (rng.float() - 0.5) * 10 ** (8 * rng.float() - 4);
    const high = low + 10 ** (8 * rng.float() - 4);
    const levels = roundLevels([low, high], 6);
    assert.ok(levels.length >= 1 && levels.length <= 5, `${low} ${high}: ${levels.join()}`);
    assert.ok(
      levels.every((v) => v > low && v < high),
      `${low} ${high}: ${levels.join()}`,
    );
  }
});
