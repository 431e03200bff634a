// SPDX-License-Identifier: MIT
/** Labels as boxes with four corners, which may be turned: functions as text, for a page to run. */

/**
 * A function of a name, of labels and of a frame (left, top, right, bottom): says which labels lie over each other by more than a pixel, and which reach over
 * the frame. Two convex boxes part along a side of one of them, or not at all (the separating axis theorem).
 */
export const COLLIDE = `((name, labels, [left, top, right, bottom]) => {
  const depth = (a, b) => Math.min(...[a, b].flatMap((box) => box.map(([x, y], i) => {
    const [nx, ny] = box[(i + 1) % 4];
    const length = Math.hypot(nx - x, ny - y) || 1;
    const [ax, ay] = [(y - ny) / length, (nx - x) / length];
    const along = (other) => other.map(([px, py]) => px * ax + py * ay);
    const [p, q] = [along(a), along(b)];
    return Math.min(Math.max(...p) - Math.min(...q), Math.max(...q) - Math.min(...p));
  })));
  const over = labels.flatMap((a, i) => labels.slice(i + 1).filter((b) => depth(a.corners, b.corners) > 1)
    .map((b) => name + ': ' + a.text + ' over ' + b.text));
  const cut = labels.filter(({ corners }) => corners.some(([x, y]) => x < left - 2 || y < top - 2 || x > right + 2 || y > bottom + 2))
    .map(({ text }) => name + ': ' + text + ' is cut');
  return [...over, ...cut];
})`;

/** A function of a drawing as SVG in the page: its labels. The box of a line of text is higher than its letters by a third. */
export const SVG_LABELS = `((svg) => [...svg.querySelectorAll('text')].filter((text) => text.textContent.trim() !== '').map((text) => {
  const { x, y, width, height } = text.getBBox();
  const matrix = text.getScreenCTM();
  const corner = (cx, cy) => {
    const point = new DOMPoint(cx, cy).matrixTransform(matrix);
    return [point.x, point.y];
  };
  const [top, bottom] = [y + height / 6, y + height - height / 6];
  return { text: text.textContent, corners: [corner(x, top), corner(x + width, top), corner(x + width, bottom), corner(x, bottom)] };
}))`;
