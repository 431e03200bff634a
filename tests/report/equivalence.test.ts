// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { equivalenceLines, equivalenceOf } from '../../scripts/lib/report/equivalence.ts';
import { renderCurves } from '../../scripts/lib/report/csv.ts';
import { simulatedView } from '../truth/simulated-view.ts';

const pairs = (changes: readonly number[]) => changes.map((change) => ({ change, old: 50 }));
const within = (amount: number) => ({ amount, isShare: false });

test('equivalent is who lies within the tolerance with its whole interval, not who is not shown to differ', () => {
  const small = pairs([0.1, -0.1, 0.05, -0.05, 0.02]);
  assert.equal(equivalenceOf(small, within(0.2))?.isEquivalent, true);
  assert.equal(equivalenceOf(small, within(0.05))?.isEquivalent, false);
  assert.equal(
    equivalenceOf(small, { amount: 0.01, isShare: true })?.delta,
    0.5,
    'a share of the mean of the old values',
  );
  assert.equal(equivalenceOf(small, within(0)), undefined);
  assert.equal(equivalenceOf(small.slice(0, 2), within(1)), undefined);
  const show = (x: number): string => x.toFixed(2);
  assert.match(
    equivalenceLines(equivalenceOf(small, within(0.2)), show)[0] ?? '',
    /^Equivalent within 0\.20: mean change 0\.00/,
  );
  assert.match(
    equivalenceLines(equivalenceOf(small, within(0.05)), show)[0] ?? '',
    /^Not shown to be equivalent within 0\.05/,
  );
  const far = equivalenceOf(pairs([2, 2.1, 1.9]), within(0.5));
  assert.match(equivalenceLines(far, show)[0] ?? '', /^Different by more than 0\.50/);
});

test('sweep_curves.csv has one row a value, with what varies; single values are no curve', () => {
  const view = simulatedView([
    { values: { CONFIG_LR: '0.1', CONFIG_SAME: '1' }, metric: 1 },
    { values: { CONFIG_LR: '0.2', CONFIG_SAME: '1' }, metric: 2 },
  ]);
  const curves = new Map([
    ['loss', [3, Number.NaN, 1]],
    ['acc', [0.5]],
  ]);
  assert.equal(
    renderCurves(view, (run) => (run.number === 1 ? curves : new Map())),
    'config_file,number,CONFIG_LR,metric,step,value\nconfig_001,1,0.1,loss,0,3\nconfig_001,1,0.1,loss,1,\nconfig_001,1,0.1,loss,2,1\n',
  );
  assert.equal(
    renderCurves(view, () => new Map([['acc', [0.5]]])),
    undefined,
  );
});
