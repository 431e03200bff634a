// SPDX-License-Identifier: MIT
import type { BrowserContext, Page } from 'playwright-core';
import { COLLIDE } from './label-boxes.ts';

/**
 * A script for a page that is not loaded yet: it writes down every text that is drawn on a canvas, with the four corners of its box in pixels of
 * the canvas, until the canvas is cleared. What is drawn is what a person sees: no chart is asked.
 */
const RECORDER = `(() => {
  const drawn = new Map();
  window.canvasTexts = drawn;
  const own = CanvasRenderingContext2D.prototype;
  const { fillText, clearRect } = own;
  own.clearRect = function (x, y, width, height) {
    if (width >= this.canvas.width / devicePixelRatio - 1 && height >= this.canvas.height / devicePixelRatio - 1) drawn.delete(this.canvas);
    return clearRect.call(this, x, y, width, height);
  };
  own.fillText = function (text, x, y, ...rest) {
    if (String(text).trim() !== '' && this.globalAlpha > 0.05) {
      const size = this.measureText(text);
      const matrix = this.getTransform();
      const corner = (cx, cy) => {
        const point = matrix.transformPoint(new DOMPoint(cx, cy));
        return [point.x / devicePixelRatio, point.y / devicePixelRatio];
      };
      const [left, right, top, bottom] = [x - size.actualBoundingBoxLeft, x + size.actualBoundingBoxRight, y - size.actualBoundingBoxAscent, y + size.actualBoundingBoxDescent];
      const all = drawn.get(this.canvas) ?? [];
      all.push({ text: String(text), corners: [corner(left, top), corner(right, top), corner(right, bottom), corner(left, bottom)] });
      drawn.set(this.canvas, all);
    }
    return fillText.call(this, text, x, y, ...rest);
  };
})()`;

/** Texts on the canvases of a page that lie over each other, or over the side of their canvas. */
const COLLISIONS = `[...window.canvasTexts].filter(([canvas]) => canvas.isConnected && canvas.getBoundingClientRect().width > 0).flatMap(([canvas, texts]) =>
  (${COLLIDE})(canvas.closest('figure')?.dataset.chart ?? 'panel', texts, [0, 0, canvas.width / devicePixelRatio, canvas.height / devicePixelRatio]))`;

/** Lets pages of a context write down what texts their canvases show. */
export async function recordCanvasTexts(context: BrowserContext): Promise<void> {
  await context.addInitScript(RECORDER);
}

/** Returns which labels of the charts that are drawn lie over each other or are cut. */
export async function canvasCollisions(page: Page): Promise<readonly string[]> {
  return await page.evaluate<string[]>(COLLISIONS);
}

/** A text that a chart shows, and where its middle is, in pixels from the left and the top of the canvas. */
export interface SeenText {
  readonly text: string;
  readonly x: number;
  readonly y: number;
}

/** Returns the texts that a chart shows just now; its page must be one whose canvases are recorded. */
export async function textsOf(page: Page, chart: string): Promise<readonly SeenText[]> {
  return await page.evaluate<SeenText[]>(`[...window.canvasTexts]
    .filter(([canvas]) => canvas.closest('figure')?.dataset.chart === ${JSON.stringify(chart)})
    .flatMap(([, texts]) => texts.map(({ text, corners }) => ({
      text,
      x: corners.reduce((sum, [x]) => sum + x / 4, 0),
      y: corners.reduce((sum, [, y]) => sum + y / 4, 0),
    })))`);
}
