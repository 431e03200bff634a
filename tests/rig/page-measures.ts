// SPDX-License-Identifier: MIT
import { COLLIDE, SVG_LABELS } from './label-boxes.ts';

/** Expressions for a page that return what is wrong with how it looks, by the boxes of its elements. */

/** What reaches over the sides of the window, but for that which scrolls in itself. */
export const TOO_WIDE = `[...document.querySelectorAll('body *')].filter((e) => {
  if (e.closest('.table, .drawing, pre, nav, .skip, dialog')?.contains(e)) return false;
  const box = e.getBoundingClientRect();
  return box.width > 0 && (box.right > innerWidth + 1 || box.left < -1);
}).map((e) => e.outerHTML.slice(0, 80))`;

/** Texts of static drawings that lie over each other, or outside of their drawing. */
export const COLLIDING = `[...document.querySelectorAll('svg.static')].filter((svg) => svg.getBoundingClientRect().width > 0).flatMap((svg) => {
  const { left, top, right, bottom } = svg.getBoundingClientRect();
  return (${COLLIDE})(svg.closest('figure').dataset.chart, (${SVG_LABELS})(svg), [left, top, right, bottom]);
})`;

/** A function of an SVG file: which of its texts lie over each other, or outside of it. */
export const COLLIDING_IN_FILE = `(text) => {
  const box = document.createElement('div');
  box.innerHTML = text;
  document.body.append(box);
  const svg = box.querySelector('svg');
  const { left, top, right, bottom } = svg.getBoundingClientRect();
  const found = (${COLLIDE})('file', (${SVG_LABELS})(svg), [left, top, right, bottom]);
  box.remove();
  return found;
}`;

/** Controls, headings and legends of the page that lie over each other. */
export const CROWDED = `(() => {
  const all = [...document.querySelectorAll('figure > h3, figure .controls > *, figure .files button, #chooser .controls > *, .legend li, figcaption')]
    .filter((e) => e.getBoundingClientRect().width > 0 && e.closest('[hidden]') === null && !e.classList.contains('files') && !e.classList.contains('legend'));
  const boxes = all.map((e) => {
    const range = document.createRange();
    range.selectNodeContents(e);
    return { e, box: e.matches('h3, figcaption') ? range.getBoundingClientRect() : e.getBoundingClientRect() };
  });
  return boxes.flatMap(({ e, box }, i) => boxes.slice(i + 1, i + 12).filter((o) => !o.e.contains(e) && !e.contains(o.e) &&
    Math.min(box.right, o.box.right) - Math.max(box.left, o.box.left) > 1 && Math.min(box.bottom, o.box.bottom) - Math.max(box.top, o.box.top) > 1)
    .map((o) => e.outerHTML.slice(0, 60) + ' over ' + o.e.outerHTML.slice(0, 60)));
})()`;

/** Cells of tables that reach over the sides of the paper, or whose text does not fit them. */
export const CLIPPED = `[...document.querySelectorAll('th, td')].filter((cell) => {
  const box = cell.getBoundingClientRect();
  return box.width > 0 && (box.right > innerWidth + 1 || cell.scrollWidth > cell.clientWidth + 1);
}).map((cell) => cell.outerHTML.slice(0, 80))`;
