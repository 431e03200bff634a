// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { openServed } from '../rig/browser.ts';
import { watchFrames } from '../rig/frame-watch.ts';
import { growingSweep, searchRuns } from '../rig/growing-sweep.ts';
import { needs } from '../rig/needs.ts';
import { serve } from '../rig/served.ts';
import { temporaryFolder } from '../rig/synthetic-sweep.ts';

const [RUNS, FIRST] = [460, 400];

// A part of bench/live-page.ts, which lets 2,000 runs end and says how long the page works at a stretch: no test is timed.
test('while twenty runs end a second the page follows them and takes less than 200 MB', async (t) => {
  if (!needs(t, 'chromium')) return;
  const outputDir = temporaryFolder(t);
  const sweep = growingSweep(join(outputDir, 'sweep'), searchRuns(RUNS));
  sweep.end(FIRST);
  const server = await serve(t, outputDir);
  const { page, browser, trouble } = await openServed(t, server.address);
  await page.getByRole('link', { name: 'sweep', exact: true }).click();
  await page.locator('#now').getByText(`${FIRST} of ${RUNS} ended`).waitFor();
  const figure = page.locator('.charts figure[data-chart]').first();
  await figure.scrollIntoViewIfNeeded();
  await figure.locator('canvas').first().waitFor();
  const watch = await watchFrames(browser, page);
  for (let ended = FIRST + 1; ended <= RUNS; ended += 1) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    sweep.end(ended);
  }
  await page.locator('#now').getByText(`${RUNS} of ${RUNS} ended`).waitFor();
  const { busy, heapMb, processMb } = await watch.stop();
  const longest = busy.at(-1) ?? Number.NaN;
  t.diagnostic(`the longest of ${busy.length} pieces of work took ${longest} ms of processor time`);
  assert.ok(busy.length > 100, `drawn in ${busy.length} pieces of work`);
  // It did follow: each picture that changed is work that can be seen.
  assert.ok(busy.filter((ms) => ms > 1).length > 10, `${busy.length} pieces of work`);
  assert.ok(heapMb < 200 && processMb < 200, `${heapMb} MB of JavaScript, ${processMb} MB of its process`);
  assert.deepEqual(trouble, []);
});
