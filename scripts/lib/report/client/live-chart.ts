// SPDX-License-Identifier: MIT
import { BarChart } from 'echarts/charts';
import { AriaComponent, TitleComponent, TooltipComponent } from 'echarts/components';
import { type ECharts, init, use } from 'echarts/core';
import { CanvasRenderer, SVGRenderer } from 'echarts/renderers';
import type { ChartOption } from '../charts/axes.ts';
import { CHART_PARTS } from '../charts/parts.ts';
import { type ChartTheme, DARK, LIGHT, type Paper } from '../charts/theme.ts';
import type { FileLegend } from './file-legend.ts';

use([...CHART_PARTS, AriaComponent, BarChart, TitleComponent, TooltipComponent, CanvasRenderer, SVGRenderer]);

/** A change of width after which labels may have to stand otherwise. */
const REDRAW_PX = 60;

const darkness = matchMedia('(prefers-color-scheme: dark)');

/** Returns the colours of the reader's light or dark. */
export function themeNow(): ChartTheme {
  return darkness.matches ? DARK : LIGHT;
}

/** A chart that follows its figure's size and the reader's light or dark. */
export interface LiveChart {
  redraw(): void;
  close(): void;
  readonly instance: ECharts;
}

/** Draws an option into a box, now and whenever size or light change. */
export function openLiveChart(
  box: HTMLElement,
  height: number,
  option: (paper: Paper) => ChartOption,
  drawn: () => void = () => undefined,
): LiveChart {
  box.className = 'live';
  box.style.height = `${height}px`;
  const instance = init(box, null, { renderer: 'canvas' });
  let drawnAt = 0;
  const redraw = (): void => {
    drawnAt = box.clientWidth;
    instance.setOption(option({ theme: themeNow(), width: box.clientWidth, height }), { notMerge: true });
    drawn();
  };
  redraw();
  darkness.addEventListener('change', redraw);
  const observer = new ResizeObserver(() => {
    if (box.clientWidth === 0) return; // in a fold that was closed
    instance.resize();
    if (Math.abs(box.clientWidth - drawnAt) >= REDRAW_PX) redraw();
  });
  observer.observe(box);
  const close = (): void => {
    darkness.removeEventListener('change', redraw);
    observer.disconnect();
    instance.dispose();
  };
  return { redraw, close, instance };
}

/** A drawing for a file, on the colours of light paper. */
export interface FileDrawing {
  readonly width: number;
  readonly height: number;
  readonly option: ChartOption;
  /** Below it. */
  readonly legend: FileLegend;
}

/** Returns a drawing as SVG text. */
export function svgText({ width, height, option, legend }: FileDrawing): string {
  const whole = height + legend.height;
  const instance = init(null, null, { renderer: 'svg', ssr: true, width, height });
  instance.setOption({ ...option, backgroundColor: LIGHT.paper });
  const text = instance.renderToSVGString();
  instance.dispose();
  const ground = `<rect y="${height}" width="${width}" height="${legend.height}" fill="${LIGHT.paper}"/>`;
  return text
    .replace(/<style ?>[\s\S]*?<\/style>/g, '') // how it answers a pointer, and another each time
    .replace(/ class="[^"]*"/g, '')
    .replace(/\bzr\d+-/g, 'zr-')
    .replace(/^<svg width="\d+" height="\d+"/, `<svg width="${width}" height="${whole}"`)
    .replace(/viewBox="[^"]*"/, `viewBox="0 0 ${width} ${whole}"`)
    .replace(/<\/svg>\s*$/, `${ground}${legend.svg(height)}</svg>`);
}

/** Returns a drawing as the bytes of a PNG, two dots for each pixel. */
export async function pngBlob({ width, height, option, legend }: FileDrawing): Promise<Blob> {
  const instance = init(document.createElement('div'), null, {
    renderer: 'canvas',
    width,
    height,
    devicePixelRatio: 2,
  });
  instance.setOption({ ...option, backgroundColor: LIGHT.paper });
  const drawn = instance.renderToCanvas({ pixelRatio: 2, backgroundColor: LIGHT.paper });
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [2 * width, 2 * (height + legend.height)];
  const context = canvas.getContext('2d');
  if (context !== null) {
    context.fillStyle = LIGHT.paper;
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.drawImage(drawn, 0, 0);
    context.scale(2, 2);
    legend.paint(context, height);
  }
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  instance.dispose();
  return blob ?? new Blob();
}
