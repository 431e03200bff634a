// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { test } from 'node:test';
import type { CDPSession } from 'playwright-core';
import { openFile, WIDE } from '../../rig/browser.ts';
import { writeLargePage } from '../../rig/large-page.ts';
import { needs } from '../../rig/needs.ts';

/** Seconds of processor time that a page's main thread has used: what a reader waits on a machine that does nothing else. */
async function secondsOf(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN;
}

const isWhole = process.env['SCREENS'] === 'all';
const RUNS = isWhole ? 100_000 : 20_000;

test(`a page of ${isWhole ? '100,000 runs' : '20,000 runs (100,000: make screens)'} opens, counts what is chosen and says what was thinned`, async (t) => {
  if (!needs(t, 'chromium')) return;
  const file = writeLargePage(t, RUNS);
  assert.ok(statSync(file).size < (isWhole ? 16 : 6) * 1024 * 1024, `${statSync(file).size} bytes`);
  const { page } = await openFile(t, file, WIDE);
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  await page.reload();
  await page.locator('html[data-ready]').waitFor();
  const opened = await secondsOf(session);
  assert.equal(await page.getByRole('status').textContent(), `${RUNS} of ${RUNS} runs`);
  await page.getByRole('searchbox').fill('depth=2 && opt="adam"');
  await page.getByText(isWhole ? /^4\d\d\d of 100000 runs$/ : /^[89]\d\d of 20000 runs$/).waitFor();
  const filtered = (await secondsOf(session)) - opened;
  t.diagnostic(
    `${RUNS} runs: opened in ${opened.toFixed(2)} s of processor time, filtered in ${filtered.toFixed(2)} s`,
  );
  assert.match(
    (await page.locator('#charts').textContent()) ?? '',
    new RegExp(`Static drawings show 150 of ${RUNS} runs \\(with JavaScript 4000\\)`),
  );
});

test('a page of 1,000 runs with their curves and attempts stays below three megabytes', (t) => {
  const file = writeLargePage(t, 1000);
  assert.ok(statSync(file).size < 3 * 1024 * 1024, `${statSync(file).size} bytes`);
});
