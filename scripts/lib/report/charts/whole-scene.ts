// SPDX-License-Identifier: MIT
import { everyRun, type PageData, thinned } from '../page-data.ts';
import type { Scene } from './chart.ts';
import { firstColor } from './paint.ts';

/** Returns what a chart draws before a reader has asked anything: all runs, at most so many one by one. */
export function wholeScene(data: PageData, most: number): Scene {
  const chosen = everyRun(data);
  return { data, chosen, runs: thinned(data, chosen, most), ticked: [], color: firstColor(data), choice: {} };
}
