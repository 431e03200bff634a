// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { test, type TestContext } from 'node:test';
import type { Page } from 'playwright-core';
import { openServed } from '../rig/browser.ts';
import { type LiveScript, startScript } from '../rig/live-script.ts';
import { needs } from '../rig/needs.ts';
import { type Sandbox, sandbox } from '../rig/sandbox.ts';

/** Six runs that wait for the test, one after the other: each reads its accuracy from a pipe of its own. */
function gatedSweep(t: TestContext): Sandbox {
  const box = sandbox(t);
  for (let n = 1; n <= 6; n += 1) {
    box.write('gates/here', '');
    execFileSync('mkfifo', [box.path('gates', String(n))]);
  }
  box.write('gated.range', ['SWEEP_COMMAND="sh job.sh"', 'SWEEP_METRIC="test_acc"', 'X=1:1:6', ''].join('\n'));
  box.write(
    'job.sh',
    'echo "run $SWEEP_NUMBER waits"\nread acc < gates/$SWEEP_NUMBER\necho "it got $acc"\n' +
      '[ "$acc" = fail ] && exit 3\nprintf \'{"test_acc": %s}\' "$acc" > "$SWEEP_OUT_DIR/training_metrics.json"\n',
  );
  return box;
}

/** Lets a run end with an accuracy, or fail. */
const release = (box: Sandbox, run: number, acc: string): Promise<void> =>
  writeFile(box.path('gates', String(run)), `${acc}\n`);

/** What the table of runs shows in a column. */
async function columnOf(page: Page, heading: string): Promise<readonly string[]> {
  const table = page.locator('table').filter({ has: page.getByRole('columnheader', { name: 'Status' }) });
  const headings = await table.locator('thead th').allTextContents();
  return table.locator(`tbody tr td:nth-child(${headings.indexOf(heading) + 1})`).allTextContents();
}

async function startServe(t: TestContext, box: Sandbox): Promise<{ server: LiveScript; address: string }> {
  const server = startScript(box, 'serve', ['--port=0']);
  t.after(() => server.kill('SIGKILL'));
  const said = await server.says(/http:\/\/\S+token=\S+/);
  return { server, address: said };
}

test('a page grows while its sweep runs: no reload, and what was chosen stays', async (t) => {
  if (!needs(t, 'chromium')) return;
  const box = gatedSweep(t);
  const made = await box.script('generate-configs', ['gated.range']);
  assert.equal(made.code, 0, made.stderr);
  const sweep = startScript(box, 'run-test-matrix', []);
  t.after(() => sweep.kill('SIGKILL'));
  const { server, address } = await startServe(t, box);
  const { page, trouble } = await openServed(t, address);

  await page.getByText('0 of 6').waitFor();
  await page.getByRole('link', { name: /^sweep_/ }).click();
  await page.locator('#now').getByText('0 of 6 ended').waitFor();
  await release(box, 1, '81.5');
  await page.getByText('Best so far: test_acc 81.5 (config_001)').waitFor();
  await page.evaluate('window.sameDocument = true');

  // A filter and an order that a reader has chosen.
  const filter = page.getByRole('searchbox');
  await filter.fill('done');
  const count = page.locator('main').getByRole('status').first();
  await count.getByText(/^1 of 6 runs/).waitFor();
  await page.getByRole('button', { name: 'test_acc', exact: true }).first().click();

  // The log of the run that waits follows it.
  await page.getByRole('button', { name: 'Log of config_002' }).click();
  const log = page.getByLabel('Log', { exact: true });
  await log.getByText('run 2 waits').waitFor();
  await release(box, 2, '90.25');
  await log.getByText('it got 90.25').waitFor();
  await page.getByText('Best so far: test_acc 90.25 (config_002)').waitFor();
  await count.getByText(/^2 of 6 runs/).waitFor();

  await release(box, 3, 'fail');
  await page.getByText(/Newest failure: config_003: exit code 3/).waitFor();
  await release(box, 4, '70');
  await count.getByText(/^3 of 6 runs/).waitFor();
  assert.equal(await filter.inputValue(), 'done');
  const byNumber = (await columnOf(page, 'test_acc')).map(Number.parseFloat);
  assert.deepEqual(
    byNumber,
    [...byNumber].sort((a, b) => a - b),
    'the order that was chosen stays',
  );
  assert.equal(byNumber.length, 3);

  await release(box, 5, '71');
  await release(box, 6, '72');
  await page.locator('#now').getByText('complete · 6 of 6 ended · 1 failed').waitFor();
  assert.equal((await sweep.ended()).code, 1);
  // The words follow too: the section of failures was not there when the page was opened.
  await page.locator('#failures').getByText('exit code 3').first().waitFor();
  // There was no chart when the page was opened.
  const chart = page.locator('.charts figure[data-chart]').first();
  await chart.scrollIntoViewIfNeeded();
  await chart.locator('canvas').first().waitFor();
  assert.equal(await page.evaluate('window.sameDocument'), true, 'the page was never loaded anew');
  assert.deepEqual(trouble, []);

  const follows = page.waitForResponse((response) => new URL(response.url()).pathname === '/events');
  await page.getByRole('link', { name: 'All sweeps' }).click();
  await page.getByText('6 of 6, 1 failed').waitFor();
  await follows;
  server.kill('SIGINT');
  assert.equal((await server.ended()).code, 0);
  await page.getByText('The server does not answer').waitFor();
});

test('without the token a browser is shown nothing', async (t) => {
  if (!needs(t, 'chromium')) return;
  const box = sandbox(t);
  const { server, address } = await startServe(t, box);
  const { page } = await openServed(t, address.replace(/token=.*/, 'token=wrong'));
  assert.match((await page.textContent('body')) ?? '', /The token is another one/);
  await page.goto(address.replace(/\?.*/, ''));
  assert.match((await page.textContent('body')) ?? '', /The token is missing/);
  await page.goto(address);
  await page.getByText('There is no sweep yet').waitFor();
  assert.doesNotMatch(page.url(), /token/);
  // No script of the page can read the cookie, and no other name of this machine leads in.
  assert.equal(await page.evaluate('document.cookie'), '');
  server.kill('SIGTERM');
  assert.equal((await server.ended()).code, 0);
});
