// SPDX-License-Identifier: MIT
import type { Chart, LegendEntry, Scene } from '../charts/chart.ts';
import { paintOf } from '../charts/paint.ts';
import { LIGHT } from '../charts/theme.ts';
import { button, download } from './elements.ts';
import { fileLegend } from './file-legend.ts';
import { type FileDrawing, pngBlob, svgText } from './live-chart.ts';

/** Room for the title in a file, pixels. */
const TITLE = 36;

/** What a figure shows just now. */
export interface DrawnFigure {
  readonly chart: Chart;
  readonly scene: Scene;
  readonly title: string;
}

/** Returns the buttons that make a file of a figure: the chart as it is now, with its title and what its colours mean, on light paper. */
export function fileButtons(drawn: () => DrawnFigure): readonly HTMLElement[] {
  const told = `: ${drawn().chart.title}`; // a page has many of these buttons
  const name = ({ title, chart }: DrawnFigure, ending: string): string =>
    `${title.replace(/[^\w.-]+/g, '_')}_${chart.id}.${ending}`;
  const svg = button('Download SVG', () => {
    const now = drawn();
    download(name(now, 'svg'), new Blob([svgText(drawingOf(now))], { type: 'image/svg+xml' }));
  });
  const png = button('Download PNG', () => {
    const now = drawn();
    void pngBlob(drawingOf(now)).then((blob) => download(name(now, 'png'), blob));
  });
  svg.setAttribute('aria-label', `Download SVG${told}`);
  png.setAttribute('aria-label', `Download PNG${told}`);
  return [svg, png];
}

function drawingOf({ chart, scene }: DrawnFigure): FileDrawing {
  const width = chart.isWide === true ? 1100 : 640;
  const { title, entries } = colorsOf(chart, scene);
  const legend = fileLegend(entries, title, width);
  const option = chart.option({ theme: LIGHT, width, height: chart.height, isStill: true }, scene);
  const head = { text: chart.title, left: 8, top: 6, textStyle: { color: LIGHT.text, fontSize: 15 } };
  return { width, height: chart.height + TITLE, legend, option: { ...lowered(option), title: head } };
}

/** A chart's own legend, else what the colours of its runs mean. */
function colorsOf(chart: Chart, scene: Scene): { readonly title: string; readonly entries: readonly LegendEntry[] } {
  const own = chart.legend?.({ theme: LIGHT }, scene) ?? [];
  if (own.length > 0 || chart.isPainted !== true) return { title: '', entries: own };
  const { title, entries } = paintOf(scene.data, scene.color, LIGHT);
  return { title, entries: entries.map((entry) => ({ ...entry, isDashed: false })) };
}

/** Makes room above a drawing. */
function lowered(option: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const moved = (name: 'grid' | 'parallel' | 'visualMap'): object => {
    const place = option[name];
    if (typeof place !== 'object' || place === null) return {};
    const { top } = place as { readonly top?: unknown }; // our own options hold numbers there
    return { [name]: { ...place, top: Number(top ?? 0) + TITLE } };
  };
  return { ...option, ...moved('grid'), ...moved('parallel'), ...moved('visualMap') };
}
