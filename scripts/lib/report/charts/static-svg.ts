// SPDX-License-Identifier: MIT
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import type { Chart, Scene } from './chart.ts';
import { CHART_PARTS } from './parts.ts';
import { PLACEHOLDERS, themeVariables } from './theme.ts';

use([...CHART_PARTS, SVGRenderer]);

/** Narrow, so that its letters can be read on a phone too, where it is shrunk. */
const WIDTH = 460;
/** Of a chart over the whole page, which scrolls sideways on a phone. */
const WIDE = 900;

/** Returns a chart as SVG whose colours are the page's style variables, so that it follows light and dark by itself. */
export function renderStaticSvg(chart: Chart, scene: Scene): string {
  const width = chart.isWide === true ? WIDE : WIDTH;
  const instance = init(null, null, { renderer: 'svg', ssr: true, width, height: chart.height });
  try {
    const {
      tooltip: _tooltip,
      aria: _aria,
      ...option
    } = chart.option({ theme: PLACEHOLDERS, width, height: chart.height, isStill: true }, scene);
    instance.setOption(option);
    return compacted(instance.renderToSVGString());
  } finally {
    instance.dispose(); // it holds a timer
  }
}

/** Drops what only a script would use, and says circles as circles: a third of the size. */
function compacted(svg: string): string {
  let text = svg
    .replace(/<style ?>[\s\S]*?<\/style>/g, '')
    .replace(/ (?:class|pointer-events|ecmeta_\w+|xmlns:xlink|version|baseProfile)="[^"]*"/g, '')
    .replace(/<rect width="\d+" height="\d+" x="0" y="0" fill="none"><\/rect>\n?/, '')
    .replace(
      /<path d="M1 0A1 1 0 1 1 1 -0\.1A1 1 0 0 1 1 0" transform="matrix\(([\d.]+),0,0,[\d.]+,([-\d.]+),([-\d.]+)\)"([^>]*)><\/path>/g,
      (_, r, x, y, rest) =>
        `<circle cx="${oneDecimal(String(x))}" cy="${oneDecimal(String(y))}" r="${String(r)}"${String(rest)}/>`,
    )
    .replace(/ font-family="[^"]*"/g, '')
    .replace(/font-family:[^;"]*;?/g, '')
    .replace(/\n+/g, '\n');
  for (const [color, variable] of colorVariables()) text = text.replaceAll(color, `var(${variable})`);
  return text.replace(/^<svg width="\d+" height="\d+"/, '<svg class="static" aria-hidden="true"');
}

function oneDecimal(text: string): string {
  return String(Math.round(Number(text) * 10) / 10);
}

/** Returns each placeholder with its style variable, in the ways that a drawing may write a colour. */
function colorVariables(): readonly (readonly [string, string])[] {
  return themeVariables(PLACEHOLDERS).flatMap(([variable, hex]) => {
    const [r, g, b] = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
    return [
      [hex, variable],
      [`rgb(${r},${g},${b})`, variable],
      [`rgba(${r},${g},${b},1)`, variable],
    ] as const;
  });
}
