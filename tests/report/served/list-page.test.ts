// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { type ListedSweep, listRow, renderList } from '../../../scripts/lib/report/served/list-page.ts';
import { ROOT } from '../../rig/sandbox.ts';

const TEMPLATE = readFileSync(join(ROOT, 'templates', 'sweeps.html.hbs'), 'utf8');
const HOSTILE = '"><script>alert(1)</script>&amp;';

const SWEEP: ListedSweep = {
  name: 'sweep_1',
  rangeFile: 'lr.range',
  begunMs: Date.UTC(2026, 10, 21, 12, 3, 20),
  stages: [],
  now: {
    state: 'running for 5m',
    isLive: true,
    ended: 17,
    total: 36,
    failed: 2,
    running: 2,
    left: 'about 6m left',
    best: 'test_acc 88.51% (config_012)',
    failure: { run: 'x' as never, name: 'config_003', why: 'exit code 1' },
    remark: '',
  },
  trouble: '',
  before: 'sweep_0',
};

test('a row says where its sweep stands', () => {
  assert.deepEqual(listRow(SWEEP), {
    name: 'sweep_1',
    address: '/sweeps/sweep_1/',
    stages: [],
    range: 'lr.range',
    begun: '2026-11-21 12:03 UTC',
    state: 'running for 5m',
    isLive: true,
    ended: '17 of 36, 2 failed',
    share: 47,
    left: 'about 6m left',
    best: 'test_acc 88.51% (config_012)',
    failure: 'config_003: exit code 1',
    trouble: '',
    time: '/sweeps/sweep_1/#chart=timeline',
    compare: '/compare/?sweep=sweep_1&sweep=sweep_0',
  });
});

test('a folder that cannot be shown has its reason and no link', () => {
  const row = listRow({ ...SWEEP, now: null, trouble: 'journal.jsonl:3: this line is damaged' });
  assert.equal(row.address + row.compare, '');
  assert.match(renderList({ outputDir: 'x', rows: [row], further: 0 }, TEMPLATE), /cannot be shown: journal\.jsonl:3/);
});

test('no name and no text of a sweep becomes a part of the page', () => {
  const row = listRow({
    ...SWEEP,
    name: HOSTILE,
    rangeFile: HOSTILE,
    stages: [HOSTILE],
    before: HOSTILE,
    now: {
      ...(SWEEP.now ?? assert.fail()),
      best: HOSTILE,
      state: HOSTILE,
      failure: { run: HOSTILE as never, name: HOSTILE, why: HOSTILE },
    },
  });
  const page = renderList(
    { outputDir: HOSTILE, rows: [row, { ...row, trouble: HOSTILE, address: '' }], further: 3 },
    TEMPLATE,
  );
  assert.equal(page.split('<script').length, TEMPLATE.split('<script').length, 'no script but ours');
  assert.ok(!page.includes('"><script'));
  assert.match(page, /3 more are not listed/);
});

test('a list without sweeps says how one is started', () => {
  assert.match(renderList({ outputDir: 'out', rows: [], further: 0 }, TEMPLATE), /There is no sweep yet: make sweep/);
});
