// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openFile, WIDE } from '../../rig/browser.ts';
import { needs } from '../../rig/needs.ts';
import { sandbox } from '../../rig/sandbox.ts';

const RANGE = `SWEEP_METRIC="score max"
stage "target"
  SWEEP_METRIC="loss min"
  SWEEP_COMMAND="echo loss {{CONFIG_WIDTH}}.5 > {{out_dir}}/performance_overview.txt"
  CONFIG_WIDTH=16|32
endstage
stage "sample"
  needs "target"
  SWEEP_COMMAND="echo score {{target.CONFIG_WIDTH}}{{CONFIG_STEPS}} > {{out_dir}}/performance_overview.txt"
  CONFIG_STEPS=1|2|3
endstage
`;

test('the pages of the stages lead to each other, and a run to what it is built upon', async (t) => {
  if (!needs(t, 'chromium')) return;
  const box = sandbox(t);
  box.write('x.range', RANGE);
  const ended = await box.script('run-test-matrix', ['--as-named', '--range-config', 'x.range']);
  assert.equal(ended.code, 0, ended.stderr);
  const { page } = await openFile(t, box.path('test_matrix_results/latest/analysis.html'), WIDE);
  const stages = page.getByRole('navigation', { name: 'Stages' });
  assert.deepEqual(await stages.getByRole('listitem').allTextContents(), ['target', 'sample']);
  assert.match((await page.locator('#runs thead').textContent()) ?? '', /target\.CONFIG_WIDTH/);
  await page.locator('#runs td[data-column=config_file] a').first().click();
  const panel = page.getByRole('dialog');
  await panel.getByRole('link', { name: 'target/config_002' }).click();
  await page.getByRole('dialog', { name: 'config_002' }).waitFor();
  assert.match(page.url(), /\/target\/analysis\.html#run=config_002$/);
  const log = await page.getByRole('link', { name: 'output.log' }).first().getAttribute('href');
  assert.match(log ?? '', /^config_002_[0-9a-f]{8}\/output\.log$/, 'from the folder of its page');
  await page.keyboard.press('Escape');
  assert.equal(await page.getByRole('status').textContent(), '2 of 2 runs');
  await stages.getByRole('link', { name: 'sample' }).click();
  await page.waitForURL(/latest\/analysis\.html$|sweep_\w+\/analysis\.html$/);
  assert.equal(await page.getByRole('status').textContent(), '6 of 6 runs');
});
