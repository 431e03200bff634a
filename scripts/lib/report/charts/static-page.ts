// SPDX-License-Identifier: MIT
import type { PageData } from '../page-data.ts';
import { chartsOf, MOST_STATIC } from './index.ts';
import { wholeScene } from './whole-scene.ts';
import { renderStaticSvg } from './static-svg.ts';

/** Static drawings of charts as SVG, by the chart's id. */
export type Drawings = Readonly<Record<string, string>>;

/** Returns the static drawings of a page's charts: those it already has and the others. */
export function drawPage(data: PageData, already: Drawings = {}): Drawings {
  const scene = wholeScene(data, MOST_STATIC);
  const missing = chartsOf(data).filter((chart) => already[chart.id] === undefined && chart.isLiveOnly !== true);
  return { ...already, ...Object.fromEntries(missing.map((chart) => [chart.id, renderStaticSvg(chart, scene)])) };
}
