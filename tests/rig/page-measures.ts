// SPDX-License-Identifier: MIT
/** Expressions for a page that return what is wrong with how it looks, by the boxes of its elements. */

/** What reaches over the sides of the window, but for that which scrolls in itself. */
export const TOO_WIDE = `[...document.querySelectorAll('body *')].filter((e) => {
  if (e.closest('.table, .drawing, pre, nav, .skip, dialog')?.contains(e)) return false;
  const box = e.getBoundingClientRect();
  return box.width > 0 && (box.right > innerWidth + 1 || box.left < -1);
}).map((e) => e.outerHTML.slice(0, 80))`;

/** Texts of static drawings that lie over each other, or outside of their drawing. Boxes of turned texts are larger than they are, so those are compared by their middles. */
export const COLLIDING = `[...document.querySelectorAll('svg.static')].filter((svg) => svg.getBoundingClientRect().width > 0).flatMap((svg) => {
  const name = svg.closest('figure').dataset.chart;
  const frame = svg.getBoundingClientRect();
  const texts = [...svg.querySelectorAll('text')].filter((text) => text.textContent.trim() !== '').map((text) => ({
    text: text.textContent,
    box: text.getBoundingClientRect(),
    isTurned: /matrix\\(0?\\.\\d+,-?0?\\.\\d+|rotate/.test(text.getAttribute('transform') ?? ''),
  }));
  const outside = texts.filter(({ box }) => box.left < frame.left - 2 || box.right > frame.right + 2 || box.top < frame.top - 2 || box.bottom > frame.bottom + 2)
    .map(({ text }) => name + ': ' + text + ' is outside');
  const over = texts.flatMap((a, i) => texts.slice(i + 1).filter((b) => !a.isTurned && !b.isTurned &&
    Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left) > 1.5 &&
    Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top) > 3).map((b) => name + ': ' + a.text + ' over ' + b.text));
  return [...outside, ...over];
})`;

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
