// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { renderTopTable } from '../../scripts/lib/report/text.ts';
import { simulatedView } from '../truth/simulated-view.ts';

test('a sweep without a ranked run says "yet" only while some run may still be ranked', () => {
  const view = simulatedView([{ values: { CONFIG_A: '1' }, metric: undefined }]);
  assert.equal(renderTopTable(view, { columns: 80 }), 'No run can be ranked.\n');
  const runs = view.runs.map((run) => ({ ...run, status: 'pending' as const }));
  assert.equal(renderTopTable({ ...view, runs }, { columns: 80 }), 'No run can be ranked yet.\n');
});
