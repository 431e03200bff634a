// SPDX-License-Identifier: MIT
import { formatDuration } from '../../core/quantity.ts';
import type { ServedLane, ServedNow } from '../served/now-form.ts';
import { child, linkButton } from './live-dom.ts';

/** What stands above the page while its sweep runs. */
export interface NowStrip {
  show(now: ServedNow): void;
  /** Sets the clock of the server beside that of this browser, which may be another machine's. */
  setClock(serverMs: number): void;
  /** Says what is wrong; empty for nothing. */
  warn(text: string): void;
}

/** Puts the strip below the page's head. `follow` is asked to show a run's log. */
export function mountNow(follow: (run: { readonly run: string; readonly name: string }) => void): NowStrip {
  const strip = document.createElement('section');
  strip.id = 'now';
  strip.setAttribute('aria-label', 'Now');
  const state = child(strip, 'p', 'state');
  const bar = child(strip, 'div', 'bar');
  bar.setAttribute('aria-hidden', 'true');
  const filled = child(bar, 'i');
  const best = child(strip, 'p', 'best-now');
  const lanes = child(strip, 'ul', 'lanes');
  const failure = child(strip, 'p', 'failure');
  const waiting = child(strip, 'p', 'muted');
  const warning = child(strip, 'p', 'note trouble');
  document.querySelector('header')?.append(strip);

  let skewMs = 0;
  let shown: readonly { readonly lane: ServedLane; readonly time: HTMLElement }[] = [];
  const tick = (): void => {
    const nowMs = Date.now() + skewMs;
    for (const { lane, time } of shown) {
      const text = formatDuration(Math.max(0, Math.round((nowMs - lane.sinceMs) / 1000)));
      if (time.textContent !== text) time.textContent = text;
    }
  };
  setInterval(tick, 1000);
  return {
    setClock: (serverMs) => {
      skewMs = serverMs - Date.now();
    },
    warn: (text) => put(warning, text),
    show: (now) => {
      put(state, stateWords(now));
      filled.style.width = `${now.total === 0 ? 0 : (100 * now.ended) / now.total}%`;
      put(best, now.best === '' ? '' : `Best so far: ${now.best}`);
      shown = now.lanes.map((lane) => ({ lane, time: child(null, 'span') }));
      lanes.replaceChildren(
        ...shown.map(({ lane, time }) => laneItem(lane, time, follow)),
        ...(now.further === 0 ? [] : [item(`and ${now.further} more`)]),
      );
      lanes.hidden = shown.length === 0;
      failure.hidden = now.failure === null;
      if (now.failure !== null) {
        const { run, name, why } = now.failure;
        failure.replaceChildren(
          `Newest failure: ${name}: ${why} `,
          linkButton('Log', `Log of ${name}`, () => follow({ run, name })),
        );
      }
      put(waiting, now.waiting.length === 0 ? '' : `Waiting: ${now.waiting.join('; ')}`);
      tick();
    },
  };
}

function stateWords({ state, ended, total, failed, left, remark }: ServedNow): string {
  const words = [state, `${ended} of ${total} ended`, failed === 0 ? '' : `${failed} failed`, left, remark];
  return words.filter((word) => word !== '').join(' · ');
}

function laneItem(
  lane: ServedLane,
  time: HTMLElement,
  follow: (run: { readonly run: string; readonly name: string }) => void,
): HTMLElement {
  const li = document.createElement('li');
  child(li, 'b').textContent = lane.name;
  li.append(' ', time);
  for (const word of [lane.devices, lane.remark, lane.newest]) if (word !== '') li.append(` · ${word}`);
  li.append(
    ' ',
    linkButton('Log', `Log of ${lane.name}`, () => follow(lane)),
  );
  return li;
}

function item(text: string): HTMLElement {
  const li = document.createElement('li');
  li.textContent = text;
  return li;
}

function put(element: HTMLElement, text: string): void {
  element.hidden = text === '';
  if (element.textContent !== text) element.textContent = text;
}
