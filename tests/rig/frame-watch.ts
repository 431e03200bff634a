// SPDX-License-Identifier: MIT
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';

/** How a page felt while something happened to it. */
export interface FrameWatch {
  /** Milliseconds between two pictures, sorted. */
  readonly frames: readonly number[];
  /** Milliseconds of the longest pieces of work of the page, sorted; those of 50 ms and more. */
  readonly tasks: readonly number[];
  /** Megabytes of its JavaScript, after what is garbage was collected. */
  readonly heapMb: number;
  /** Megabytes that its process alone takes. */
  readonly processMb: number;
}

/** The script of the page that takes the times; it costs next to nothing. */
const WATCH = `
  window.watched = { frames: [], tasks: [] };
  let last = performance.now();
  const next = (now) => { watched.frames.push(now - last); last = now; requestAnimationFrame(next); };
  requestAnimationFrame(next);
  new PerformanceObserver((list) => { for (const one of list.getEntries()) watched.tasks.push(one.duration); })
    .observe({ type: 'longtask' });
`;

/** Begins to watch a page; what is returned ends it. */
export async function watchFrames(page: Page): Promise<() => Promise<FrameWatch>> {
  await page.evaluate(WATCH);
  return async () => {
    const { frames, tasks } = (await page.evaluate('window.watched')) as { frames: number[]; tasks: number[] }; // of WATCH
    const session = await page.context().newCDPSession(page);
    await session.send('HeapProfiler.collectGarbage');
    await session.send('Performance.enable');
    const { metrics } = await session.send('Performance.getMetrics');
    const heap = metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? Number.NaN;
    const byNumber = (a: number, b: number): number => a - b;
    return {
      frames: frames.sort(byNumber),
      tasks: tasks.sort(byNumber),
      heapMb: heap / 1024 / 1024,
      processMb: await processMegabytes(page),
    };
  };
}

/** The largest renderer process: a page of one browser that shows no other. */
async function processMegabytes(page: Page): Promise<number> {
  const browser = page.context().browser();
  if (browser === null) return Number.NaN;
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  const sizes = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => ownMegabytes(id));
  return Math.max(...sizes);
}

/** What a process has that it shares with no other. */
function ownMegabytes(pid: number): number {
  const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  return [...rollup.matchAll(/^Private_(?:Clean|Dirty):\s+(\d+) kB$/gm)].reduce(
    (sum, [, kb]) => sum + Number(kb) / 1024,
    0,
  );
}
