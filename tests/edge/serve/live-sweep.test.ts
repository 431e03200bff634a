// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { appendFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { JOURNAL_NAME } from '../../../scripts/lib/edge/journal/journal-file.ts';
import { type Patch, patched } from '../../../scripts/lib/report/served/patch.ts';
import type { PageData } from '../../../scripts/lib/report/page-data.ts';
import { folderOf, runIdOf, type SyntheticRun, temporaryFolder } from '../../rig/synthetic-sweep.ts';
import { type GrowingSweep, growingSweep } from '../../rig/growing-sweep.ts';
import { ask, type Heard, listen, pageDataOf, serve, type ServedTest, treeOf } from '../../rig/served.ts';

const RUNS: readonly SyntheticRun[] = Array.from({ length: 8 }, (_, i) => ({
  values: { CONFIG_X: String(i) },
  files: { 'training_metrics.json': { test_acc: 80 + i } },
}));

/** A folder with one sweep that grows. */
function oneGrowing(t: TestContext, runs = RUNS): GrowingSweep & { readonly outputDir: string } {
  const outputDir = temporaryFolder(t);
  return { outputDir, ...growingSweep(join(outputDir, 'sweep_1'), runs) };
}

/** What a page knows that takes over every change from the one it was made of on. */
function followed(page: string, heard: Heard): PageData {
  let data = pageDataOf(page);
  for (const { name, data: told } of heard.events) {
    if (name === 'whole') data = told as PageData;
    if (name === 'patch') data = patched(data, told as Patch);
  }
  return data;
}

function sinceOf(page: string): string {
  return /<meta name="since" content="([^"]*)">/.exec(page)?.[1] ?? assert.fail('it does not say its state');
}

/** The page as it is rendered now. */
async function freshData(server: ServedTest): Promise<PageData> {
  const { text } = await ask(server, '/sweeps/sweep_1/');
  return pageDataOf(text);
}

const count = (data: PageData, status: string): number => data.runs.statuses.filter((s) => s === status).length;

test('a page that takes over all changes knows what a page that is opened later knows', async (t) => {
  const sweep = oneGrowing(t);
  sweep.write(9); // the header and one line a run: none has begun
  const server = await serve(t, sweep.outputDir);
  const { text } = await ask(server, '/sweeps/sweep_1/');
  const heard = listen(t, server, `/sweeps/sweep_1/events?since=${sinceOf(text)}`);
  await heard.until(({ name }) => name === 'now');
  for (let lines = 12; lines <= sweep.lines.length; lines += 3) {
    sweep.write(lines);
    await heard.until(({ name }) => name === 'patch' && count(followed(text, heard), 'done') === (lines - 9) / 3);
  }
  const [known, fresh] = [followed(text, heard), await freshData(server)];
  assert.deepEqual(known.runs, fresh.runs);
  assert.deepEqual(known.columns, fresh.columns);
  assert.deepEqual(known.runs.ranks, [8, 7, 6, 5, 4, 3, 2, 1]);
  assert.ok(!heard.events.some(({ name }) => name === 'whole'), 'only what changed was sent');
});

test('a reader that was cut off goes on from what it heard last, and one from elsewhere is sent the whole', async (t) => {
  const sweep = oneGrowing(t);
  sweep.write(9);
  const server = await serve(t, sweep.outputDir);
  const { text } = await ask(server, '/sweeps/sweep_1/');
  const first = listen(t, server, `/sweeps/sweep_1/events?since=${sinceOf(text)}`);
  sweep.write(15);
  const last = await first.until(({ name }) => name === 'patch' && count(followed(text, first), 'done') === 2);
  first.stop();
  const keeper = listen(t, server, '/sweeps/sweep_1/events?since=other'); // the sweep is looked at meanwhile
  sweep.write(21);
  await keeper.until(({ name }) => name === 'patch');
  const again = listen(t, server, '/sweeps/sweep_1/events?since=stale', { 'last-event-id': last.id });
  await again.until(({ name }) => name === 'now');
  const both = { ...first, events: [...first.events, ...again.events] };
  assert.equal(count(followed(text, both), 'done'), 4);
  assert.ok(!again.events.some(({ name }) => name === 'whole'));
  assert.ok(keeper.events.some(({ name }) => name === 'whole'));
});

test('what runs is told with its newest metric, and the newest failure with its reason', async (t) => {
  const failed: SyntheticRun = {
    values: { CONFIG_X: '90' },
    end: { status: 'failed', reason: 'exit code', exitCode: 3, detail: 'exit code 3' },
  };
  const working: SyntheticRun = {
    values: { CONFIG_X: '91' },
    end: 'running',
    files: { 'training_metrics.json': { test_acc: [1, 2] } },
  };
  const sweep = oneGrowing(t, [...RUNS.slice(0, 2), failed, working]);
  sweep.write(sweep.lines.length);
  const server = await serve(t, sweep.outputDir);
  const heard = listen(t, server, '/sweeps/sweep_1/events');
  const { data } = await heard.until(({ name }) => name === 'now');
  const now = data as Record<string, unknown>;
  assert.equal(now['best'], 'test_acc 81 (config_002)');
  assert.deepEqual(now['failure'], { run: runIdOf(failed), name: 'config_003', why: 'exit code 3' });
  assert.deepEqual(now['lanes'], [
    {
      run: runIdOf(working),
      name: 'config_004',
      sinceMs: 1_700_000_004_000,
      devices: '',
      remark: 'not started',
      newest: 'test_acc 2',
    },
  ]);
  assert.equal(now['ended'], 3);
});

test('a log is followed to its end', async (t) => {
  const working: SyntheticRun = { values: { CONFIG_X: '91' }, files: { 'output.log': 'first\nsec' } };
  const sweep = oneGrowing(t, [working]);
  sweep.write(4); // it has been started, and has not ended
  const server = await serve(t, sweep.outputDir);
  await ask(server, '/');
  const heard = listen(t, server, `/sweeps/sweep_1/log/${runIdOf(working)}`);
  const first = await heard.until(({ name }) => name === 'log');
  assert.deepEqual(first.data, { lines: ['first'], open: 'sec' });
  const log = join(sweep.folder, folderOf(working, 1, 1), 'output.log');
  appendFileSync(log, 'ond\nthird\n');
  await heard.until(
    ({ name, data }) => name === 'log' && JSON.stringify(data) === '{"lines":["second","third"],"open":""}',
  );
  appendFileSync(log, 'last');
  sweep.write(5);
  await heard.until(({ name }) => name === 'end');
  assert.deepEqual(heard.events.at(-2)?.data, { lines: [], open: 'last' });
  await heard.ended;
});

test('looking writes nothing: no lock, no cache, no report', async (t) => {
  const sweep = oneGrowing(t);
  sweep.write(20);
  const before = treeOf(sweep.outputDir);
  const server = await serve(t, sweep.outputDir);
  await ask(server, '/');
  await ask(server, '/sweeps/sweep_1/');
  await ask(server, '/sweeps/sweep_1/sections');
  const heard = listen(t, server, '/sweeps/sweep_1/events');
  await heard.until(({ name }) => name === 'sections' || name === 'now');
  await ask(server, `/sweeps/sweep_1/${folderOf(RUNS[0] ?? assert.fail(), 1, 8)}/training_metrics.json`);
  assert.deepEqual(treeOf(sweep.outputDir), before);
});

test('a sweep that is damaged while it is shown is told, and goes on when it is mended', async (t) => {
  const sweep = oneGrowing(t);
  sweep.write(12);
  const server = await serve(t, sweep.outputDir);
  const heard = listen(t, server, '/sweeps/sweep_1/events');
  await heard.until(({ name }) => name === 'now');
  const path = join(sweep.folder, JOURNAL_NAME);
  writeFileSync(path, `${sweep.lines.slice(0, 12).join('')}nonsense\n`);
  const { data } = await heard.until(({ name }) => name === 'trouble');
  assert.match(String(data), /journal\.jsonl:13: this line is damaged/);
  writeFileSync(path, sweep.lines.join(''));
  await heard.until(({ name, data: now }) => name === 'now' && JSON.stringify(now).includes('"ended":8'));
  rmSync(sweep.folder, { recursive: true });
  await heard.until(({ name, data: text }) => name === 'trouble' && String(text).includes('no such file'));
  mkdirSync(sweep.folder);
  assert.equal((await ask(server, '/')).status, 200);
});
