// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { bundle } from '../rig/bundle.ts';
import { tortureStages } from '../rig/stage-torture.ts';
import { checkMarks, liveOnce, markedSweep, reportedBy, tortureRandomly } from '../rig/torture.ts';

const folder = mkdtempSync(join(tmpdir(), 'ksweep-torture-'));
const runner = bundle('crashing-runner');
after(() => rmSync(folder, { recursive: true, force: true }));

const KILLS = Number(process.env['TORTURE_KILLS'] ?? 200);
const SEED = process.env['TORTURE_SEED'] ?? 'torture';

test(`after ${KILLS} kills at random moments every run has begun once and ended once`, async () => {
  const { kills, sweeps } = await tortureRandomly(runner, join(folder, 'random'), {
    kills: KILLS,
    seed: SEED,
    runs: 40,
  });
  assert.ok(kills >= KILLS && sweeps > 0);
});

test(`after ${KILLS / 2} kills no run of a sweep with stages is lost, doubled or begun before its needs are done`, async () => {
  const { kills } = await tortureStages(runner, join(folder, 'staged'), { kills: KILLS / 2, seed: SEED, targets: 8 });
  assert.ok(kills >= KILLS / 2);
});

for (const place of ['before', 'after', 'submit']) {
  test(`killed at each write to the journal (${place}), a resumed sweep has every run exactly once`, async () => {
    let points = 0;
    for (let n = 1; ; n += 1) {
      const marked = markedSweep(join(folder, `${place}-${n}`), 5, 2);
      const life = await liveOnce(runner, marked.file, { point: `${place}:${n}` });
      if (life.finished && !life.killed && n > 3) break;
      if (life.killed) points += 1;
      if (!life.finished) assert.ok((await liveOnce(runner, marked.file, {})).finished);
      checkMarks(marked);
      if (n > 60) break;
    }
    assert.ok(points >= (place === 'submit' ? 2 : 6), `only ${points} points were hit`);
  });
}

test('the reports of a sweep that was killed again and again are those of an undisturbed one', async () => {
  const [calm, killed] = [markedSweep(join(folder, 'calm'), 12, 2), markedSweep(join(folder, 'killed'), 12, 2)];
  assert.ok((await liveOnce(runner, calm.file, {})).finished);
  let kills = 0;
  for (let n = 4; kills < 8; n += 1) {
    const life = await liveOnce(runner, killed.file, { point: `${n % 2 === 0 ? 'after' : 'before'}:${(n % 5) + 2}` });
    if (life.finished) break;
    if (life.killed) kills += 1;
  }
  assert.ok(kills >= 3, `only ${kills} kills`);
  await liveOnce(runner, killed.file, {});
  checkMarks(killed);
  const reports = reportedBy(calm);
  assert.match(reports[2] ?? '', /BEST CONFIGURATION:\n-{40}\nConfig file: config_012\n/);
  assert.deepEqual(reportedBy(killed), reports);
});
