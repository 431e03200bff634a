// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ChartTheme, DARK, LIGHT } from '../../scripts/lib/report/charts/theme.ts';

type Rgb = readonly [r: number, g: number, b: number];

function rgbOf(hex: string): Rgb {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
  return [r, g, b];
}

function linear([r, g, b]: Rgb): Rgb {
  const one = (c: number): number => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4);
  return [one(r), one(g), one(b)];
}

/** Contrast as WCAG 2 defines it. */
function contrast(a: Rgb, b: Rgb): number {
  const light = (c: Rgb): number => linear(c).reduce((sum, x, i) => sum + x * ([0.2126, 0.7152, 0.0722][i] ?? 0), 0);
  const [high = 0, low = 0] = [light(a), light(b)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

function over(top: Rgb, paper: Rgb, opacity: number): Rgb {
  return top.map((c, i) => opacity * c + (1 - opacity) * (paper[i] ?? 0)) as unknown as Rgb; // three in, three out
}

/** Machado, Oliveira and Fernandes (2009), severity 1: what people without red, or without green cones see of a colour. */
const BLINDNESS = {
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
} as const;

function seen(color: Rgb, matrix: readonly (readonly number[])[]): Rgb {
  const light = linear(color);
  return matrix.map((row) => row.reduce((sum, x, i) => sum + x * (light[i] ?? 0), 0)) as unknown as Rgb; // three rows
}

/** Distance in Oklab (Ottosson 2020); 0.02 is about the least that people notice side by side. */
function distance(a: Rgb, b: Rgb): number {
  const lab = ([r, g, bl]: Rgb): readonly number[] => {
    const l = Math.cbrt(Math.max(0, 0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * bl));
    const m = Math.cbrt(Math.max(0, 0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * bl));
    const s = Math.cbrt(Math.max(0, 0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * bl));
    return [
      0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
      1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
      0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
    ];
  };
  const [x, y] = [lab(a), lab(b)];
  return Math.hypot(...x.map((v, i) => v - (y[i] ?? 0)));
}

for (const [name, theme] of [
  ['light', LIGHT],
  ['dark', DARK],
] as const satisfies readonly (readonly [string, ChartTheme])[]) {
  const paper = rgbOf(theme.paper);

  test(`words and marks of the ${name} page stand out from its paper`, () => {
    for (const color of [theme.text, theme.muted, theme.accent, theme.best])
      assert.ok(contrast(rgbOf(color), paper) >= 4.5, color);
    for (const color of theme.series) assert.ok(contrast(rgbOf(color), paper) >= 3, color);
  });

  test(`numbers in the strongest cell of a ${name} heat map can be read`, () => {
    assert.ok(contrast(rgbOf(theme.text), over(rgbOf(theme.accent), paper, 0.6)) >= 4.5);
  });

  test(`the two colours of the ${name} charts are far apart for colour-blind people too`, () => {
    for (const matrix of Object.values(BLINDNESS)) {
      assert.ok(distance(seen(rgbOf(theme.accent), matrix), seen(rgbOf(theme.best), matrix)) > 0.2);
    }
  });
}
