// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import type { ListRow } from '../../../scripts/lib/report/served/list-row.ts';
import type { ServedNow } from '../../../scripts/lib/report/served/now-form.ts';
import { pageAddress } from '../../../scripts/lib/report/served/routes.ts';
import { copyGolden, goldenFolders, type GoldenName } from '../../rig/golden-folder.ts';
import { ask, listen, pageDataOf, serve, treeOf } from '../../rig/served.ts';
import { sandbox } from '../../rig/sandbox.ts';
import { rigBringUp } from '../../rig/sweep-rig.ts';
import { asCommand } from '../../rig/serve-command.ts';

test('each stage of a sweep has a page, and what a run is built upon leads to the page of its stage', async (t) => {
  const box = sandbox(t);
  const outputDir = box.path('results');
  await rigBringUp({
    sweepDir: join(outputDir, 'sweep_1'),
    command: `printf '{"test_acc": %s}' "$SWEEP_NUMBER" > "$SWEEP_OUT_DIR/training_metrics.json"`,
    runs: [{ CONFIG_T: '1' }, { CONFIG_T: '2' }, { CONFIG_S: '1' }, { CONFIG_S: '2' }],
    stages: [
      { stage: 'target', number: 1, needs: [] },
      { stage: 'target', number: 2, needs: [] },
      { stage: 'sample', number: 1, needs: [0] },
      { stage: 'sample', number: 2, needs: [1] },
    ],
  });
  const server = await serve(t, outputDir);
  const list = await ask(server, '/');
  assert.match(list.text, /<a class="stage" href="\/sweeps\/sweep_1\/\?stage=target">/);
  const last = await ask(server, '/sweeps/sweep_1/');
  assert.match(last.text, /<b aria-current="page">sample<\/b>/);
  assert.match(last.text, /<a href="\/sweeps\/sweep_1\/\?stage=target">target<\/a>/);
  const data = pageDataOf(last.text);
  assert.deepEqual(
    data.needs?.all.map(({ stage, page }) => [stage, page]),
    [
      ['target', '/sweeps/sweep_1/?stage=target'],
      ['target', '/sweeps/sweep_1/?stage=target'],
    ],
  );
  const target = await ask(server, '/sweeps/sweep_1/?stage=target');
  assert.match(target.text, /<b aria-current="page">target<\/b>/);
  const [folder = ''] = pageDataOf(target.text).runs.folders;
  assert.match(folder, /^target\/config_001_/);
  assert.equal((await ask(server, `/sweeps/sweep_1/${folder}/training_metrics.json`)).text, '{"test_acc": 1}');
  const heard = listen(t, server, '/sweeps/sweep_1/events?stage=target');
  const { data: now } = await heard.until(({ name }) => name === 'now');
  assert.equal((now as { total: number }).total, 2);
  assert.equal((await ask(server, '/sweeps/sweep_1/?stage=nothing')).status, 500);
});

test('folders of every kind that 0.1 wrote are shown, those of clusters by their journal, and stay as they are', async (t) => {
  const box = sandbox(t);
  for (const name of goldenFolders()) copyGolden(box, name as GoldenName);
  const outputDir = box.path('copies');
  const before = treeOf(outputDir);
  const server = await serve(t, outputDir, asCommand(box.dir));
  const heard = listen(t, server, '/events');
  const rows = new Map<string, ListRow>();
  await heard.until(({ name, data }) => {
    if (name === 'rows') for (const row of (data as { changed: ListRow[] }).changed) rows.set(row.name, row);
    return rows.size > 0 && [...rows.values()].every((row) => row.state !== 'not read yet');
  });
  assert.deepEqual([...rows.keys()].sort(), goldenFolders());
  for (const row of rows.values()) assert.equal(row.trouble, '', row.name);
  for (const name of goldenFolders()) {
    const { status, text } = await ask(server, pageAddress(name));
    assert.equal(status, 200, name);
    const stream = listen(t, server, `${pageAddress(name)}events`);
    const { data: now } = await stream.until((event) => event.name === 'now');
    assert.equal((now as ServedNow).total, pageDataOf(text).runs.names.length, name);
    stream.stop();
  }
  assert.match(rows.get('cluster')?.ended ?? '', /^5 of 5/);
  // Its jobs stayed on a cluster that is none of this machine: what the journal says is all there is.
  const detached = listen(t, server, '/sweeps/detached/events');
  const { data } = await detached.until((event) => event.name === 'now');
  const { lanes, state } = data as ServedNow;
  assert.deepEqual(
    lanes.map(({ name }) => name),
    ['config_001', 'config_002', 'config_003'],
  );
  assert.match(state, /stopped: /);
  assert.deepEqual(treeOf(outputDir), before);
});
