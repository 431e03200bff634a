// SPDX-License-Identifier: MIT
import type { ChartOption } from './axes.ts';
import type { ChartTheme } from './theme.ts';

/** Tooltips are HTML: names and values come from files. */
export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
}

/** How every tooltip looks. */
export function tooltipLook(theme: ChartTheme): ChartOption {
  return {
    confine: true,
    backgroundColor: theme.paper,
    borderColor: theme.grid,
    textStyle: { color: theme.text, fontSize: 13 },
  };
}

/** Returns the tooltip of single dots; `text` gets the dot's value and the name of its run, safe as HTML. */
export function tooltipOf(theme: ChartTheme, text: (value: readonly number[], run: string) => string): ChartOption {
  return {
    trigger: 'item',
    ...tooltipLook(theme),
    formatter: (p: { value: readonly number[]; name: string }) => text(p.value, escaped(p.name)),
  };
}

/** What ECharts tells a place function of the tooltip. */
interface Room {
  readonly contentSize: readonly [width: number, height: number];
  readonly viewSize: readonly [width: number, height: number];
}

/** Puts a tooltip beside the drawing's upper edge, outside of it: it covers no curve. */
export function aboveDrawing(point: readonly [number, number], ...rest: readonly unknown[]): readonly [number, number] {
  const { contentSize, viewSize } = rest[3] as Room; // the fifth argument, as ECharts documents it
  return [Math.max(0, Math.min(point[0] + 12, viewSize[0] - contentSize[0])), -contentSize[1] - 4];
}
