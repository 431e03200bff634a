// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { LIGHT } from '../../scripts/lib/report/charts/theme.ts';
import { openFile, PHONE, WIDE } from '../rig/browser.ts';
import { needs } from '../rig/needs.ts';
import { manyRuns } from '../rig/report-sweeps.ts';
import { temporaryFolder, writeSyntheticSweep } from '../rig/synthetic-sweep.ts';

const ROOT = join(import.meta.dirname, '..', '..');

/** Two sweeps of the same space, the second three points better; compared as a user does it. */
function compare(t: { after(fn: () => void): void }): { readonly folder: string; readonly output: string } {
  const folder = temporaryFolder(t);
  for (const [name, better] of [
    ['old', 0],
    ['new', 3],
  ] as const) {
    writeSyntheticSweep(join(folder, name), {
      runs: manyRuns(100, better),
      settings: { METRIC: 'test_acc', UNITS: 'test_acc=%' },
    });
  }
  const run = spawnSync(process.execPath, [join(ROOT, 'scripts/start.cjs'), 'report', `${folder}/old ${folder}/new`], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  assert.equal(run.status, 0, run.stderr);
  return { folder, output: run.stdout };
}

/** Returns how many dots of the first canvas of a figure have a colour. */
async function dotsOf(page: Page, figure: string, color: string): Promise<number> {
  const [r, g, b] = [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16));
  return Number(
    await page.evaluate(`(() => {
    const canvas = document.querySelector('${figure} canvas');
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    let count = 0;
    for (let i = 0; i < data.length; i += 4) if (data[i] === ${r} && data[i + 1] === ${g} && data[i + 2] === ${b}) count += 1;
    return count;
  })()`),
  );
}

test('the distributions of several sweeps lie over each other, each in its colour, and say whose they are', async (t) => {
  if (!needs(t, 'chromium')) return;
  const { folder } = compare(t);
  const { page, trouble } = await openFile(t, join(folder, 'old', 'comparison.html'), WIDE);
  const figure = page.locator('figure[data-chart=distribution]');
  await figure.scrollIntoViewIfNeeded();
  const canvas = figure.locator('canvas').first();
  await canvas.waitFor();
  assert.deepEqual(trouble, []);
  for (const color of LIGHT.series.slice(0, 2))
    assert.ok((await dotsOf(page, 'figure[data-chart=distribution]', color)) > 200, color);
  assert.equal(await dotsOf(page, 'figure[data-chart=distribution]', LIGHT.series[2] ?? ''), 0);
  const box = await canvas.boundingBox();
  assert.ok(box !== null);
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 3);
  const tip = page.getByText(/^at most [\d.]+%old: [\d.]+% of runsnew: [\d.]+% of runs$/);
  await tip.waitFor();
  const [, older = '', newer = ''] = /old: ([\d.]+)%.*new: ([\d.]+)%/.exec((await tip.textContent()) ?? '') ?? [];
  assert.ok(Number(older) > Number(newer), 'more of the worse sweep lies below');
});

test('without a script and on a phone both distributions and the table of the sweeps are there', async (t) => {
  if (!needs(t, 'chromium')) return;
  const { folder } = compare(t);
  const { page } = await openFile(t, join(folder, 'old', 'comparison.html'), { ...PHONE, javaScriptEnabled: false });
  const drawing = page.locator('figure[data-chart=distribution] svg');
  for (const series of [0, 1])
    assert.ok((await drawing.locator(`path[stroke="var(--series-${series})"]`).count()) >= 1);
  const rows = await page.locator('#comparison tbody tr').allTextContents();
  assert.deepEqual(
    rows.map((r) => r.slice(0, 3)),
    ['old', 'new'],
  );
});

test('a comparison ranks all runs, filters by sweep, and leaves the reports of the sweeps alone', async (t) => {
  if (!needs(t, 'chromium')) return;
  const { folder, output } = compare(t);
  assert.match(output, /Comparison:\n {2}\S+\/old\/comparison\.html\n {2}\S+\/old\/comparison\.csv\n$/);
  assert.match(readFileSync(join(folder, 'old', 'comparison.csv'), 'utf8'), /^config_file,number,status,reason,sweep,/);
  for (const name of ['old/analysis.html', 'old/sweep_summary.json', 'new/analysis.html', 'new/comparison.html'])
    assert.equal(existsSync(join(folder, name)), false, name);
  const { page } = await openFile(t, join(folder, 'old', 'comparison.html'), WIDE);
  assert.match((await page.getByRole('status').textContent()) ?? '', /^200 of 200 runs/);
  assert.match((await page.locator('#best .big').textContent()) ?? '', /^new\/config_\d+$/);
  await page.getByRole('searchbox').fill('sweep=old');
  assert.match((await page.getByRole('status').textContent()) ?? '', /^100 of 200 runs/);
});
