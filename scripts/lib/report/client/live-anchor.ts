// SPDX-License-Identifier: MIT

const PREFIX = '#chart=';
/** Charts above it are drawn when they come near the window, which moves it: it is held for so long. */
const HELD_MS = 2000;

/** Brings the chart into view that the address names: `#chart=timeline`. A reader who moves the page is left alone. */
export function showNamedChart(): void {
  if (!location.hash.startsWith(PREFIX)) return;
  const id = decodeURIComponent(location.hash.slice(PREFIX.length));
  const until = performance.now() + HELD_MS;
  let isLeft = false;
  for (const kind of ['wheel', 'pointerdown', 'keydown', 'touchstart'] as const)
    addEventListener(kind, () => (isLeft = true), { once: true, passive: true });
  const hold = (): void => {
    if (isLeft || performance.now() > until) return;
    document
      .querySelector(`figure[data-chart="${CSS.escape(id)}"]`)
      ?.scrollIntoView({ block: 'start', behavior: 'instant' });
    setTimeout(hold, 100);
  };
  hold();
}
