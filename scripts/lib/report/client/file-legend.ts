// SPDX-License-Identifier: MIT
import { FONT, LIGHT } from '../charts/theme.ts';
import { escaped } from '../charts/tooltip.ts';
import type { LegendEntry } from '../charts/chart.ts';

/** Pixels: a line of entries, the sign before a text, between two entries, at the sides. */
const [LINE, SIGN, GAP, SIDE] = [18, 16, 18, 10];
const [SIZE, LETTER] = [12, 6.9];
const MOST_LETTERS = 60;

/** A legend below a drawing in a file. */
export interface FileLegend {
  /** Pixels that it takes. */
  readonly height: number;
  /** Returns it as SVG, its upper edge at y. */
  svg(y: number): string;
  paint(context: CanvasRenderingContext2D, y: number): void;
}

interface PlacedEntry extends LegendEntry {
  readonly x: number;
  readonly y: number;
}

/** Returns the legend of a file of some width: its entries in as many lines as they need, behind a title where there is one. */
export function fileLegend(entries: readonly LegendEntry[], title: string, width: number): FileLegend {
  const head = title === '' ? [] : [{ text: `${title}:`, color: '', isDashed: false }];
  const placed: PlacedEntry[] = [];
  let [x, y] = [SIDE, 0];
  for (const { text, color, isDashed } of [...head, ...entries]) {
    const short = text.length > MOST_LETTERS ? `${text.slice(0, MOST_LETTERS - 1)}…` : text;
    const own = short.length * LETTER + (color === '' ? 0 : SIGN);
    if (x > SIDE && x + own > width - SIDE) [x, y] = [SIDE, y + LINE];
    placed.push({ text: short, color, isDashed, x, y });
    x += own + GAP;
  }
  const textX = (entry: PlacedEntry): number => entry.x + (entry.color === '' ? 0 : SIGN);
  return {
    height: placed.length === 0 ? 0 : y + LINE + 4,
    svg: (top) =>
      placed
        .map((entry) => {
          const middle = top + entry.y + LINE / 2;
          const sign = entry.isDashed
            ? `<path d="M${entry.x} ${middle}h12" stroke="${entry.color}" stroke-width="3" stroke-dasharray="4 3"/>`
            : `<rect x="${entry.x}" y="${middle - 4}" width="12" height="8" rx="2" fill="${entry.color}"/>`;
          const text = `<text x="${textX(entry)}" y="${middle}" dominant-baseline="central" font-size="${SIZE}" font-family="${FONT}" fill="${LIGHT.text}">${escaped(entry.text)}</text>`;
          return `${entry.color === '' ? '' : sign}${text}`;
        })
        .join(''),
    paint: (context, top) => {
      context.font = `${SIZE}px ${FONT}`;
      context.textBaseline = 'middle';
      for (const entry of placed) {
        const middle = top + entry.y + LINE / 2;
        context.fillStyle = context.strokeStyle = entry.color;
        if (entry.isDashed) {
          context.lineWidth = 3;
          context.setLineDash([4, 3]);
          context.beginPath();
          context.moveTo(entry.x, middle);
          context.lineTo(entry.x + 12, middle);
          context.stroke();
        } else if (entry.color !== '') context.fillRect(entry.x, middle - 4, 12, 8);
        context.fillStyle = LIGHT.text;
        context.fillText(entry.text, textX(entry), middle);
      }
    },
  };
}
