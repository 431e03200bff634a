// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildPageData, NO_RECORDS } from '../../scripts/lib/report/page/build-data.ts';
import { packedData, type PackedData, unpackedData } from '../../scripts/lib/report/page/packed-data.ts';
import type { SweepView } from '../../scripts/lib/report/view.ts';
import { simulatedView } from '../truth/simulated-view.ts';

const VIEW = simulatedView(
  Array.from({ length: 40 }, (_, i) => ({
    values: {
      CONFIG_LR: `0.0${i + 1}`,
      CONFIG_OPT: i % 2 === 0 ? 'adam' : 'sgd',
      ...(i > 5 ? { CONFIG_BETA: `${i}` } : {}),
    },
    metric: i % 9 === 4 ? undefined : i,
  })),
);

function roundTrip(view: SweepView): { readonly bytes: number; readonly plain: number } {
  const data = buildPageData({ view, study: undefined, records: NO_RECORDS });
  const text = JSON.stringify(packedData(data));
  assert.deepEqual(unpackedData(JSON.parse(text) as PackedData), data); // what packedData made
  return { bytes: text.length, plain: JSON.stringify(data).length };
}

test('the numbers of a page come out of their short form as they went in', () => {
  const { bytes, plain } = roundTrip(VIEW);
  assert.ok(bytes < 0.75 * plain, `${bytes} of ${plain}`);
});

test('folders with ids, other names, gaps in the numbers and other ends come out too', () => {
  const runs = VIEW.runs.map((run, i) => ({ ...run, folder: `${run.configFile}_0123abc${i % 10}`, number: 2 * i + 1 }));
  roundTrip({ ...VIEW, runs });
  roundTrip({ ...VIEW, runs: runs.map((run) => ({ ...run, configFile: `new/${run.configFile}` })) });
  roundTrip({ ...VIEW, runs: [] });
});
