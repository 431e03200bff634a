// SPDX-License-Identifier: MIT
import type { PageData } from '../page-data.ts';
import type { ServedNow } from '../served/now-form.ts';
import { type Patch, patched } from '../served/patch.ts';
import { mountLog } from './live-log.ts';
import { mountNow } from './live-now.ts';
import { replaceWords } from './live-sections.ts';
import { linkText, openStream } from './live-stream.ts';
import { embeddedData, openPage } from './open-page.ts';

/** The page is drawn anew this often at most, and takes a fifth of the browser's time. */
const DRAW_EVERY_MS = 250;
const DRAW_PART = 4;

/** Starts the page and keeps it as the sweep is, until it is closed. */
function start(): void {
  const page = openPage(embeddedData());
  showNamedChart();
  const since = document.querySelector<HTMLMetaElement>('meta[name=since]')?.content ?? '';
  if (since === '') return; // several sweeps beside each other: nobody tells what changes
  let data = embeddedData();
  const draw = paced(() => page.showRows(data));
  const strip = mountNow((run) => follow(run));
  const follow = mountLog();
  const query = new URLSearchParams(location.search);
  query.set('since', since);
  const stream = openStream(`events?${query}`, (state) => strip.warn(linkText(state)));
  stream.on('clock', (ms) => strip.setClock(Number(ms)));
  // All of it is written by the server of this page.
  stream.on('now', (now) => strip.show(now as ServedNow));
  stream.on('whole', (whole) => {
    data = whole as PageData;
    draw();
  });
  stream.on('patch', (patch) => {
    data = patched(data, patch as Patch);
    draw();
  });
  stream.on('trouble', (text) => strip.warn(String(text)));
  stream.on('sections', () => {
    void readWords().then((isNew) => {
      if (!isNew) return;
      data = { ...data }; // charts that came with the words are drawn
      draw();
    });
  });
}

/** Several changes are one drawing; what nobody sees is drawn when somebody looks again. */
function paced(draw: () => void): () => void {
  let [isWaiting, nextMs] = [false, 0];
  const drawNow = (): void => {
    isWaiting = false;
    const began = performance.now();
    draw();
    const ended = performance.now();
    nextMs = ended + Math.max(DRAW_EVERY_MS, DRAW_PART * (ended - began));
  };
  return () => {
    if (isWaiting) return;
    isWaiting = true;
    // A hidden page gets no frames: the drawing then waits for it to be shown.
    setTimeout(() => requestAnimationFrame(drawNow), Math.max(0, nextMs - performance.now()));
  };
}

/** Tells whether there were any. */
async function readWords(): Promise<boolean> {
  if (document.hidden) return false;
  const answer = await fetch(`sections${location.search}`).catch(() => undefined);
  if (answer?.ok !== true) return false; // the next change asks again
  return replaceWords(document, new DOMParser().parseFromString(await answer.text(), 'text/html'));
}

const PREFIX = '#chart=';
/** Charts above it are drawn when they come near the window, which moves it: it is held for so long. */
const HELD_MS = 2000;

/** Brings the chart into view that the address names: `#chart=timeline`. A reader who moves the page is left alone. */
function showNamedChart(): void {
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

// At the end: what it uses is made above.
start();
