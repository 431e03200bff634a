// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { learningForecast, stagedForecast, withStage } from '../../../scripts/lib/run/gpu/forecast.ts';
import { readWord } from '../../../scripts/lib/core/value.ts';

const VALUES = [{ name: 'CONFIG_N', value: readWord('1') }];
const GIB = 1024 ** 3;

test('what runs of one stage took says nothing about runs of another with the same values', () => {
  const forecast = stagedForecast((stage) => learningForecast(stage === 'given' ? 6 * GIB : null));
  const of = (stage: string | null) => withStage(VALUES, stage);
  assert.equal(forecast.memory('a', of('given')).bytes, 6 * GIB);
  const before = forecast.version;
  for (let i = 0; i < 4; i += 1) {
    forecast.peaked({ values: of('target'), peakBytes: 2 * GIB, kind: 'whole' });
    forecast.lasted(of('target'), 100);
  }
  assert.ok(forecast.version > before);
  assert.equal(forecast.durationS('b', of('target')), 100);
  assert.equal(forecast.durationS('c', of('sample')), null);
  assert.ok((forecast.memory('b', of('target')).bytes ?? 0) >= 2 * GIB);
  const alone = learningForecast(null).memory('c', VALUES);
  assert.deepEqual(forecast.memory('c', of('sample')), alone);
  assert.deepEqual(withStage(VALUES, null), VALUES);
});

test('peaks of running runs replace those told before, stage by stage', () => {
  const forecast = stagedForecast(() => learningForecast(null));
  const seen = (stage: string) => ({ values: withStage(VALUES, stage), peakBytes: 3 * GIB, kind: 'at least' as const });
  forecast.settled([seen('a'), seen('b')]);
  const [a, b] = ['a', 'b'].map((stage) => forecast.memory('x', withStage(VALUES, stage)));
  assert.deepEqual(a, b);
  forecast.settled([seen('a')]);
  assert.deepEqual(forecast.memory('x', withStage(VALUES, 'a')), a);
  assert.deepEqual(forecast.memory('x', withStage(VALUES, 'b')), learningForecast(null).memory('x', VALUES));
});
