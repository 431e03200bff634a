// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import axe from 'axe-core';
import { comesTrue, openServed, type ServedPageTest } from '../rig/browser.ts';
import { type GrowingSweep, growingSweep, searchRuns } from '../rig/growing-sweep.ts';
import { needs } from '../rig/needs.ts';
import { asCommand } from '../rig/serve-command.ts';
import { serve } from '../rig/served.ts';
import { temporaryFolder, writeSyntheticSweep } from '../rig/synthetic-sweep.ts';

/** This week's sweep, which grows, and last week's of the same range file, on the list. */
async function openList(t: TestContext): Promise<ServedPageTest & { readonly growing: GrowingSweep }> {
  const outputDir = temporaryFolder(t);
  const settings = { METRIC: 'test_acc' };
  writeSyntheticSweep(join(outputDir, 'sweep_20261120_120000'), { runs: searchRuns(40), settings });
  const growing = growingSweep(join(outputDir, 'sweep_20261127_120000'), searchRuns(30), settings);
  growing.end(20);
  const server = await serve(t, outputDir, asCommand(outputDir));
  return { growing, ...(await openServed(t, server.address)) };
}

test('the list answers where the time went and how this sweep is beside the last one within two clicks, and grows', async (t) => {
  if (!needs(t, 'chromium')) return;
  const { page, growing, trouble } = await openList(t);
  const row = page.locator('tr[data-sweep=sweep_20261127_120000]');
  await row.getByText('20 of 30').waitFor();
  const tick = row.getByRole('checkbox');
  await tick.check();
  growing.end(25);
  await row.getByText('25 of 30').waitFor();
  assert.equal(await tick.isChecked(), true, 'a tick stays when its row changes');

  await row.getByRole('link', { name: 'Where the time went' }).click();
  const timeline = page.locator('figure[data-chart=timeline]');
  await timeline.locator('canvas').first().waitFor();
  const box = await timeline.boundingBox();
  assert.ok(box !== null && box.y >= -50 && box.y < 900, `it stands at ${box?.y}`);
  await page.goBack();

  await page.getByRole('checkbox', { name: 'Compare sweep_20261127_120000' }).check();
  await page.getByRole('checkbox', { name: 'Compare sweep_20261120_120000' }).check();
  await page.getByRole('button', { name: 'Show ticked sweeps side by side' }).click();
  await page.locator('#comparison').getByText('sweep_20261120_120000').waitFor();
  await page.locator('#now').getByText('65 of 70 ended').waitFor();
  await page.getByRole('searchbox').fill('test_acc > 0');
  const count = page.locator('main').getByRole('status').first();
  const before = (await count.textContent()) ?? '';
  growing.end(30);
  await page.locator('#now').getByText('70 of 70 ended').waitFor();
  await comesTrue(page, `document.querySelector('main [role=status]')?.textContent !== ${JSON.stringify(before)}`);
  assert.equal(await page.getByRole('searchbox').inputValue(), 'test_acc > 0');
  assert.deepEqual(trouble, []);
});

test('list and live page are without violations of axe, wide and on a phone', async (t) => {
  if (!needs(t, 'chromium')) return;
  const { page } = await openList(t);
  await page.locator('tr[data-sweep=sweep_20261127_120000]').getByText('20 of 30').waitFor();
  const check = async (what: string): Promise<void> => {
    await page.evaluate(axe.source);
    const found = (await page.evaluate('axe.run(document, { resultTypes: ["violations"] })')) as {
      violations: readonly { id: string; nodes: readonly { html: string }[] }[];
    }; // of axe-core
    assert.deepEqual(
      found.violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html.slice(0, 200))]),
      [],
      what,
    );
    assert.ok(
      await page.evaluate('document.documentElement.scrollWidth <= innerWidth + 1'),
      `${what} is wider than its window`,
    );
  };
  await check('the list');
  await page.setViewportSize({ width: 390, height: 800 });
  await check('the list on a phone');
  await page.getByRole('link', { name: 'sweep_20261127_120000' }).click();
  await page.locator('#now').getByText('20 of 30 ended').waitFor();
  await page
    .getByRole('button', { name: /^Log of/ })
    .first()
    .click();
  await check('the page on a phone');
  await page.setViewportSize({ width: 1280, height: 900 });
  await check('the page');
});
