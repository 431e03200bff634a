// SPDX-License-Identifier: MIT
/** The live page of a sweep whose runs end fast: `node --import tsx bench/live-page.ts [RUNS] [RUNS A SECOND]` (2,000 at 20). */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { startServer } from '../scripts/lib/edge/serve/server.ts';
import { type FrameWatch, watchFrames } from '../tests/rig/frame-watch.ts';
import { growingSweep, searchRuns } from '../tests/rig/growing-sweep.ts';
import { settingsFor } from '../tests/rig/synthetic-sweep.ts';

const [runs = 2000, rate = 20] = process.argv.slice(2).map(Number);
/** Runs that have ended before the page is watched, so that there are charts. */
const FIRST = 20;

/** What a part of the sorted times is at most, and how many are above 100 ms. */
function timesText(times: readonly number[]): string {
  const at = (part: number): string => (times[Math.ceil(part * times.length) - 1] ?? 0).toFixed(0);
  return `99 % within ${at(0.99)} ms, the longest ${at(1)} ms; over 100 ms: ${times.filter((ms) => ms > 100).length} of ${times.length}`;
}

function report({ frames, tasks, busy, heapMb, processMb }: FrameWatch): string {
  return [
    `work at a stretch, in processor time: ${timesText(busy)}`,
    `work at a stretch, by the clock:      ${timesText(tasks)}`,
    `between two pictures:                 ${timesText(frames)}`,
    `memory of the page:                   ${heapMb.toFixed(0)} MB of JavaScript, ${processMb.toFixed(0)} MB of its own process`,
  ].join('\n');
}

const outputDir = mkdtempSync(join(tmpdir(), 'ks-live-'));
const sweep = growingSweep(join(outputDir, 'sweep'), searchRuns(runs));
sweep.end(FIRST);
const server = await startServer({
  outputDir,
  shownDir: outputDir,
  port: 0,
  nowMs: Date.now,
  open: (folder) => ({ folder, settings: settingsFor({ METRIC: 'test_acc' }) }),
  compare: () => {
    throw new Error('nothing is compared here');
  },
});
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
});
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  await page.goto(server.address);
  await page.getByRole('link', { name: 'sweep' }).click();
  await page.locator('html[data-ready]').waitFor();
  // Every chart is drawn once, and is drawn anew from then on when it is in view.
  for (const figure of await page.locator('.charts:not(.folded) > figure[data-chart]').all()) {
    await figure.scrollIntoViewIfNeeded();
    await figure.locator('canvas').first().waitFor();
  }
  const before = process.cpuUsage();
  const began = performance.now();
  const watch = await watchFrames(browser, page);
  let keptS = 0;
  for (let ended = FIRST; ended < runs; ) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    const seconds = (performance.now() - began) / 1000;
    ended = Math.min(runs, Math.max(FIRST, Math.floor(seconds * rate)));
    sweep.end(ended);
    if (seconds - keptS < 10) continue;
    keptS = seconds;
    await watch.keep();
  }
  await page.locator('#now').getByText(`${runs} of ${runs} ended`).waitFor();
  const seconds = (performance.now() - began) / 1000;
  const { user, system } = process.cpuUsage(before);
  process.stdout.write(`${runs} runs at ${rate} a second, ${seconds.toFixed(0)} s\n${report(await watch.stop())}\n`);
  process.stdout.write(
    `server, with what writes this sweep:  ${((user + system) / 1e4 / seconds).toFixed(0)} % of a core\n`,
  );
} finally {
  await browser.close();
  await server.close();
  rmSync(outputDir, { recursive: true, force: true });
}
