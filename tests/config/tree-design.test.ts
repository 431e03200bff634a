// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isError } from '../../scripts/lib/core/diagnostic.ts';
import { treeDesign } from '../../scripts/lib/config/tree-design.ts';
import { openTreeSweep } from '../../scripts/lib/config/tree-sweep.ts';
import type { DesignSummary, Point } from '../../scripts/lib/space/designs/index.ts';
import { filesOf, goodTree } from '../rig/kconfig-tree.ts';
import { designOf, spaceOf } from '../space/open-space.ts';

const TREE = 'config A\n\tbool "A"\n\nconfig N\n\tint "N" if A\n\tdefault 3 if A\n';

function walk(range: string, most?: number): { points: Point[]; summary: DesignSummary; size: unknown } {
  const space = spaceOf(range);
  const tree = goodTree(filesOf({ Kconfig: TREE }), '6.12');
  const input = { file: space.file, swept: space.swept, tree, policy: 'warn', output: 'full' } as const;
  const design = treeDesign(designOf(space, 'combination'), openTreeSweep(input), input, most);
  const points: Point[] = [];
  const walked = design.points();
  for (let step = walked.next(); ; step = walked.next()) {
    if (step.done === true) return { points, summary: step.value, size: design.size() };
    points.push(step.value);
  }
}

test('points have the values and the text that the tree made, and the lines of the symbols that are left', () => {
  const { points, summary } = walk('CONFIG_N=5\nCONFIG_A=y|n\n');
  assert.deepEqual(
    points.map(({ assignments }) => assignments.map(({ name, value }) => `${name}=${value.text}`)),
    [['CONFIG_N=5', 'CONFIG_A=y'], ['CONFIG_A=n']],
  );
  assert.deepEqual(
    points.map(({ lines }) => lines.length),
    [2, 1],
  );
  assert.match(points[0]?.completed ?? '', /CONFIG_A=y\nCONFIG_N=5\n$/);
  assert.equal(summary.points, 2);
  assert.equal(summary.complete, true);
});

test('the size is a bound, since the tree may leave points out', () => {
  assert.deepEqual(walk('CONFIG_A=y|n\n').size, { value: 2n, exact: false });
});

test('a walk through more points than may be completed ends with an error', () => {
  const { points, summary } = walk('CONFIG_A=y\nlr=1:1:100\n', 10);
  assert.equal(points.length, 10);
  assert.equal(summary.complete, false);
  assert.deepEqual(
    summary.diagnostics?.map((one) => [one.code, isError(one)]),
    [['E_LIMIT', true]],
  );
});

test('a design that is walked twice gives the same twice', () => {
  const range = 'CONFIG_N=5|6\nCONFIG_A=y|n\n';
  assert.deepEqual(walk(range).points, walk(range).points);
});
