// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRng } from '../../../scripts/lib/core/rng.ts';
import { sortIntoClasses } from '../../../scripts/lib/run/gpu/classes.ts';
import { extrapolate } from '../../../scripts/lib/run/gpu/extrapolate.ts';
import { learnMemory, type PeakSeen } from '../../../scripts/lib/run/gpu/memory.ts';
import { GB, values } from './rows.ts';

function seen(texts: Readonly<Record<string, string>>, gb: number, kind: PeakSeen['kind'] = 'whole'): PeakSeen {
  return { values: values(texts), peakBytes: gb * GB, kind };
}

/** Gigabytes by model and batch; the rate has no influence. */
function grid(runs: number): readonly PeakSeen[] {
  const rng = createRng('learning');
  return Array.from({ length: runs }, () => {
    const [model, gb] = rng.below(2) === 0 ? (['small', 2] as const) : (['large', 8] as const);
    const batch = [16, 32][rng.below(2)] ?? 16;
    const noise = 0.99 + 0.02 * rng.float();
    return seen(
      { MODEL: model, BATCH: String(batch), LR: rng.float().toPrecision(4), SEED: String(rng.below(3)) },
      gb * (batch / 16) * noise,
    );
  });
}

test('the symbols that matter are found, the others left out', () => {
  const classes = sortIntoClasses(grid(40).map((one) => ({ values: one.values, amount: one.peakBytes })));
  assert.deepEqual(new Set(classes.symbols), new Set(['MODEL', 'BATCH']));
});

test('a symbol with a value of its own for each run explains nothing, nor does noise make one matter', () => {
  const rng = createRng('noise');
  const measured = Array.from({ length: 60 }, (_, i) => ({
    values: values({ SEED: String(i), FOLD: String(i % 3) }),
    amount: 1 + rng.float(),
  }));
  assert.deepEqual(sortIntoClasses(measured).symbols, []);
});

test('an estimate is never below the largest peak of the class and comes closer with more runs', () => {
  const few = learnMemory(grid(16), null).estimate(values({ MODEL: 'large', BATCH: '32', LR: '0.5', SEED: '1' }));
  const many = learnMemory(grid(200), null).estimate(values({ MODEL: 'large', BATCH: '32', LR: '0.5', SEED: '1' }));
  assert.ok((few.bytes ?? 0) > (many.bytes ?? 0));
  assert.ok((many.bytes ?? 0) > 16 * GB && (many.bytes ?? 0) < 17 * GB, `${(many.bytes ?? 0) / GB}`);
  assert.equal(many.basis, 'learnt');
  assert.match(many.why, /\d+ runs with the same (MODEL, BATCH|BATCH, MODEL)/);
});

test('nothing seen means nothing known', () => {
  assert.equal(learnMemory([], null).estimate(values({ A: '1' })).bytes, null);
});

test('a value that was never tried is not trusted, until three others made no difference', () => {
  const two = [seen({ MODEL: 'a' }, 2), seen({ MODEL: 'b' }, 2), seen({ MODEL: 'a' }, 2)];
  assert.equal(learnMemory(two, null).estimate(values({ MODEL: 'c' })).bytes, null);
  assert.match(learnMemory(two, null).estimate(values({ MODEL: 'c' })).why, /no run with this MODEL/);
  assert.notEqual(learnMemory([...two, seen({ MODEL: 'd' }, 2)], null).estimate(values({ MODEL: 'c' })).bytes, null);
});

test('SWEEP_GPU_MEMORY holds until whole runs tell better; running ones do not lower it', () => {
  assert.equal(learnMemory([], 10 * GB).estimate(values({ A: '1' })).bytes, 10 * GB);
  assert.equal(learnMemory([seen({ A: '1' }, 3, 'settled')], 10 * GB).estimate(values({ A: '1' })).bytes, 10 * GB);
  const learnt = learnMemory([seen({ A: '1' }, 3), seen({ A: '1' }, 3)], 10 * GB).estimate(values({ A: '1' }));
  assert.ok((learnt.bytes ?? 0) < 4 * GB);
});

test('a death for want of memory raises the estimate of its class, and that of unknown runs like it', () => {
  const raised = learnMemory([seen({ A: '1' }, 3), seen({ A: '1' }, 8, 'at least')], null).estimate(values({ A: '1' }));
  assert.ok((raised.bytes ?? 0) >= 10 * GB);
  const given = learnMemory([seen({ A: '1' }, 12, 'at least')], 10 * GB).estimate(values({ A: '1' }));
  assert.equal(given.bytes, 15 * GB);
  const unknown = learnMemory([seen({ A: '1' }, 12, 'at least')], null).estimate(values({ A: '1' }));
  assert.deepEqual([unknown.bytes, unknown.leastBytes], [null, 15 * GB]);
});

const LINE = [
  ['16', 2],
  ['32', 3],
  ['64', 5],
] as const;
const MEASURED = LINE.map(([batch, gb]) => ({ values: values({ B: batch }), amount: gb }));

for (const [batch, bound] of [
  ['16', 2.5],
  ['24', 3.75],
  ['48', 6.25],
  ['128', 12.5],
  ['256', 25],
] as const) {
  test(`a batch of ${batch} is bounded by ${bound} from peaks of 2, 3, 5 at 16, 32, 64`, () => {
    const found = extrapolate(MEASURED, ['B'], values({ B: batch }));
    assert.ok(Math.abs((found?.amount ?? 0) - bound) < 1e-9, `${found?.amount}`);
  });
}

test('nothing is extrapolated from one value, from what does not grow, or along text', () => {
  assert.equal(extrapolate(MEASURED.slice(0, 1), ['B'], values({ B: '32' })), null);
  assert.equal(
    extrapolate(
      [
        { values: values({ B: '1' }), amount: 5 },
        { values: values({ B: '2' }), amount: 4 },
      ],
      ['B'],
      values({ B: '3' }),
    ),
    null,
  );
  assert.equal(
    extrapolate(
      [
        { values: values({ B: 'x' }), amount: 5 },
        { values: values({ B: 'z' }), amount: 6 },
      ],
      ['B'],
      values({ B: 'y1' }),
    ),
    null,
  );
});
