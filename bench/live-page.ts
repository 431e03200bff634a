// SPDX-License-Identifier: MIT
/** The live page of a sweep whose runs end fast: `node --import tsx bench/live-page.ts [RUNS] [RUNS A SECOND]` (2,000 at 20). */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { startServer } from '../scripts/lib/edge/serve/server.ts';
import { watchFrames } from '../tests/rig/frame-watch.ts';
import { growingSweep, searchRuns } from '../tests/rig/growing-sweep.ts';
import { settingsFor } from '../tests/rig/synthetic-sweep.ts';

const [runs = 2000, rate = 20] = process.argv.slice(2).map(Number);
const outputDir = mkdtempSync(join(tmpdir(), 'ks-live-'));
const sweep = growingSweep(join(outputDir, 'sweep'), searchRuns(runs));
sweep.end(0);
const server = await startServer({
  outputDir,
  shownDir: outputDir,
  port: 0,
  nowMs: Date.now,
  open: (folder) => ({ folder, settings: settingsFor({ METRIC: 'test_acc' }) }),
  compare: () => '',
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
  sweep.end(Math.min(runs, 20)); // so that there are charts
  const figure = page.locator('.charts figure[data-chart]').first();
  await figure.waitFor();
  await figure.scrollIntoViewIfNeeded();
  await figure.locator('canvas').first().waitFor();
  const before = process.cpuUsage();
  const began = performance.now();
  const stop = await watchFrames(page);
  for (let ended = 0; ended < runs; ) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    ended = Math.min(runs, Math.max(20, Math.floor(((performance.now() - began) / 1000) * rate)));
    sweep.end(ended);
  }
  await page.locator('#now').getByText(`${runs} of ${runs} ended`).waitFor();
  const seconds = (performance.now() - began) / 1000;
  const { user, system } = process.cpuUsage(before);
  const { frames, tasks, heapMb, processMb } = await stop();
  const at = (part: number): string =>
    (frames[Math.min(frames.length - 1, Math.floor(part * frames.length))] ?? 0).toFixed(0);
  process.stdout.write(
    [
      `${runs} runs at ${rate} a second, ${seconds.toFixed(0)} s`,
      `pictures: ${frames.length}; half within ${at(0.5)} ms, 99 % within ${at(0.99)} ms, the longest ${at(1)} ms; over 100 ms: ${frames.filter((ms) => ms > 100).length}`,
      `work of the page at a stretch: the longest ${(tasks.at(-1) ?? 0).toFixed(0)} ms; over 100 ms: ${tasks.filter((ms) => ms > 100).length}`,
      `memory of the page: ${heapMb.toFixed(0)} MB of JavaScript, ${processMb.toFixed(0)} MB of its own process`,
      `server (with the writer of this sweep): ${(user + system) / 1e6 / seconds < 1 ? ((100 * (user + system)) / 1e6 / seconds).toFixed(0) : '>100'} % of a core`,
      '',
    ].join('\n'),
  );
} finally {
  await browser.close();
  await server.close();
  rmSync(outputDir, { recursive: true, force: true });
}
