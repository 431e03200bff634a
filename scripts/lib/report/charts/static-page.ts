// SPDX-License-Identifier: MIT
import type { PageData } from '../page/data.ts';
import { chartsOf, drawnRuns, MOST_STATIC } from './index.ts';
import { renderStaticSvg } from './static-svg.ts';

/** Returns the static drawings of a page's charts by the chart's id. */
export function drawPage(data: PageData): Readonly<Record<string, string>> {
  const drawn = drawnRuns(data, MOST_STATIC);
  return Object.fromEntries(chartsOf(data).map((chart) => [chart.id, renderStaticSvg(chart, drawn)]));
}
