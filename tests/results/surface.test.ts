// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRng } from '../../scripts/lib/core/rng.ts';
import { mean } from '../../scripts/lib/results/stats/describe.ts';
import { createDraws } from '../../scripts/lib/results/stats/draws.ts';
import { dot } from '../../scripts/lib/results/stats/dot.ts';
import { factorInPlace } from '../../scripts/lib/results/surface/cholesky.ts';
import { surfaceDependence } from '../../scripts/lib/results/surface/dependence.ts';
import { fitSurface } from '../../scripts/lib/results/surface/surface.ts';

type Point = readonly [x: number, y: number, z: number];

/** Settings drawn evenly with what a function gives there, and an error. */
function sample(name: string, { count, error }: { count: number; error: number }, truth: (p: Point) => number) {
  const draws = createDraws(createRng(name));
  const points = Array.from({ length: count }, (): Point => [draws.uniform(), draws.uniform(), draws.uniform()]);
  return { points, values: points.map((p) => truth(p) + error * draws.normal()) };
}

const hilly = ([x, y, z]: Point): number => 4 * (x - 0.4) ** 2 + Math.sin(3 * y) * x + z / 2;

test('a matrix is its lower factor times its mirror image, whatever its size, and what is not positive has none', () => {
  const rng = createRng('factor');
  for (let size = 1; size <= 13; size += 1) {
    const rows = Array.from({ length: size }, () => Float64Array.from({ length: size }, () => rng.float() - 0.5));
    const product = rows.flatMap((a, i) => rows.map((b, j) => dot(a, b) + (i === j ? 0.1 : 0)));
    const lower = Float64Array.from(product);
    assert.ok(factorInPlace(lower, size));
    const row = (i: number): Float64Array => lower.slice(i * size, i * size + i + 1);
    for (let i = 0; i < size; i += 1)
      for (let j = 0; j <= i; j += 1)
        assert.ok(Math.abs(dot(row(j), row(i)) - (product[i * size + j] ?? 0)) < 1e-12, `${i}, ${j} of ${size}`);
    const flawed = Float64Array.from(product);
    flawed[size * size - 1] = -1;
    assert.ok(!factorInPlace(flawed, size), `${size}`);
  }
});

test('what a surface says of two coordinates is the mean of what it says with the others of each point', () => {
  const { points, values } = sample('dependence', { count: 40, error: 0.05 }, hilly);
  const surface = fitSurface({ points, values });
  assert.ok(surface !== undefined);
  const at = [0, 0.3, 0.9].flatMap((x) => [0.1, 1].map((y) => [x, y] as const));
  for (const [a, b] of [
    [0, 1],
    [2, 0],
  ] as const) {
    const found = surfaceDependence(surface.model, { coordinates: [a, b], at, others: points });
    const wanted = at.map(([x, y]) => mean(points.map((p) => surface.expected([...p].with(a, x).with(b, y)))));
    for (const [i, w] of wanted.entries()) assert.ok(Math.abs((found[i] ?? 0) - w) < 1e-9, `${found[i]} is not ${w}`);
  }
});

test('of a sum the dependence on two parts is these parts, whatever the third does', () => {
  const { points, values } = sample('sum', { count: 120, error: 0.01 }, ([x, y, z]) => x + y * y + Math.cos(5 * z));
  const surface = fitSurface({ points, values });
  assert.ok(surface !== undefined);
  const at = [0.2, 0.5, 0.8].flatMap((x) => [0.2, 0.8].map((y) => [x, y] as const));
  const found = surfaceDependence(surface.model, { coordinates: [0, 1], at, others: points });
  const others = mean(points.map(([, , z]) => Math.cos(5 * z)));
  for (const [i, [x, y]] of at.entries())
    assert.ok(Math.abs((found[i] ?? 0) - (x + y * y + others)) < 0.03, `${found[i]} at ${x}, ${y}`);
});

test('the part that is foreseen of points left out is about that of points never seen', () => {
  for (const [error, name] of [
    [0.02, 'little error'],
    [0.6, 'much error'],
  ] as const) {
    const { points, values } = sample(name, { count: 150, error }, hilly);
    const fresh = sample(`fresh ${name}`, { count: 400, error }, hilly);
    const surface = fitSurface({ points, values });
    assert.ok(surface !== undefined);
    const about = mean(fresh.values);
    const missed = mean(fresh.points.map((p, i) => (surface.expected(p) - (fresh.values[i] ?? 0)) ** 2));
    const part = 1 - missed / mean(fresh.values.map((v) => (v - about) ** 2));
    assert.ok(Math.abs(surface.foreseen() - part) < 0.12, `${name}: ${surface.foreseen()} is not ${part}`);
  }
});

test('of noise alone nothing is foreseen', () => {
  const { points, values } = sample('noise', { count: 150, error: 1 }, () => 0);
  const surface = fitSurface({ points, values });
  assert.ok(surface !== undefined && surface.foreseen() < 0.1, `${surface?.foreseen()}`);
});

test('with sums thirty points tell more of valleys side by side, and of many coordinates there are none', () => {
  const valleys = ([x, y, z]: Point): number => Math.cos(9 * x) + Math.cos(7 * y) - 2 * (z - 0.5) ** 2;
  const missedBy = (beliefs: 'sums' | undefined): number =>
    mean(
      Array.from({ length: 8 }, (_, i) => {
        const { points, values } = sample(`valleys ${i}`, { count: 30, error: 0.1 }, valleys);
        const surface = fitSurface({ points, values, ...(beliefs === undefined ? {} : { beliefs }) });
        assert.ok(surface !== undefined);
        const fresh = sample(`fresh valleys ${i}`, { count: 200, error: 0 }, valleys);
        return mean(fresh.points.map((p, k) => (surface.expected(p) - (fresh.values[k] ?? 0)) ** 2));
      }),
    );
  const [plain, sums] = [missedBy(undefined), missedBy('sums')];
  assert.ok(sums < 0.5 * plain, `${sums} is not half of ${plain}`);
  const { points, values } = sample('wide', { count: 10, error: 0 }, hilly);
  const wide = points.map((p) => [...p, ...p, ...p, ...p, 0.5]);
  assert.equal(fitSurface({ points: wide, values, beliefs: 'sums' })?.model.kernel.sumWeight, 0);
  assert.ok((fitSurface({ points, values, beliefs: 'sums' })?.model.kernel.sumWeight ?? 0) > 0);
});
