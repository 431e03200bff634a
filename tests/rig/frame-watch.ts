// SPDX-License-Identifier: MIT
import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';

/** How a page felt while something happened to it; all times in milliseconds, sorted. */
export interface FrameWatch {
  /** Between two pictures. */
  readonly frames: readonly number[];
  /** Work of the page at a stretch, by the clock: what else the machine does counts. */
  readonly tasks: readonly number[];
  /** The same, in processor time of the page's own thread. */
  readonly busy: readonly number[];
  /** Megabytes of its JavaScript, after what is garbage was collected. */
  readonly heapMb: number;
  /** Megabytes that its process alone takes. */
  readonly processMb: number;
}

/** A watch that goes on until it is stopped. */
export interface OpenWatch {
  /** To be called every ten seconds or so: a trace that becomes too long is cut off by the browser. */
  keep(): Promise<void>;
  stop(): Promise<FrameWatch>;
}

/** The script of the page that takes the times between pictures. */
const WATCH = `
  window.watched = [];
  let last = performance.now();
  const next = (now) => { watched.push(now - last); last = now; requestAnimationFrame(next); };
  requestAnimationFrame(next);
`;

/** Begins to watch the one page of a browser. */
export async function watchFrames(browser: Browser, page: Page): Promise<OpenWatch> {
  const tasks: number[] = [];
  const busy: number[] = [];
  const trace = (): Promise<void> => browser.startTracing(page, { categories: ['toplevel'] });
  const take = async (): Promise<void> => {
    for (const { wallMs, busyMs } of mainTasks((await browser.stopTracing()).toString())) {
      tasks.push(wallMs);
      busy.push(busyMs);
    }
  };
  await page.evaluate(WATCH);
  await trace();
  return {
    keep: async () => {
      await take();
      await trace();
    },
    stop: async () => {
      await take();
      const frames = (await page.evaluate('window.watched')) as number[]; // of WATCH
      const session = await page.context().newCDPSession(page);
      await session.send('HeapProfiler.collectGarbage');
      await session.send('Performance.enable');
      const { metrics } = await session.send('Performance.getMetrics');
      const heap = metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? Number.NaN;
      const byNumber = (a: number, b: number): number => a - b;
      return {
        frames: frames.sort(byNumber),
        tasks: tasks.sort(byNumber),
        busy: busy.sort(byNumber),
        heapMb: heap / 1024 / 1024,
        processMb: await processMegabytes(browser),
      };
    },
  };
}

/** An event of a trace, as Chromium writes it; times in microseconds. */
interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly dur?: number;
  /** Of the thread's own clock. */
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

function mainTasks(trace: string): readonly { readonly wallMs: number; readonly busyMs: number }[] {
  const { traceEvents } = JSON.parse(trace) as { readonly traceEvents: readonly TraceEvent[] }; // written by Chromium
  const threadOf = ({ pid, tid }: TraceEvent): string => `${pid}/${tid}`;
  const main = new Set(
    traceEvents.filter((e) => e.name === 'thread_name' && e.args?.name === 'CrRendererMain').map(threadOf),
  );
  return traceEvents
    .filter((e) => e.name === 'ThreadControllerImpl::RunTask' && main.has(threadOf(e)))
    .map(({ dur = 0, tdur = 0 }) => ({ wallMs: dur / 1000, busyMs: tdur / 1000 }));
}

/** The largest renderer process: a browser that shows one page may keep others ready. */
async function processMegabytes(browser: Browser): Promise<number> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  return Math.max(...processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => ownMegabytes(id)));
}

/** What a process has that it shares with no other. */
function ownMegabytes(pid: number): number {
  const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  return [...rollup.matchAll(/^Private_(?:Clean|Dirty):\s+(\d+) kB$/gm)].reduce(
    (sum, [, kb]) => sum + Number(kb) / 1024,
    0,
  );
}
