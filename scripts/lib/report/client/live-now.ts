// SPDX-License-Identifier: MIT
import { formatDuration } from '../../core/quantity.ts';
import type { ServedLane, ServedNow } from '../served/now-form.ts';
import { element } from './elements.ts';
import { logButton, type LoggedRun } from './live-log.ts';

/** What stands above the page while its sweep runs. */
export interface NowStrip {
  show(now: ServedNow): void;
  /** Sets the clock of the server beside that of this browser, which may be another machine's. */
  setClock(serverMs: number): void;
  /** Says what is wrong; empty for nothing. */
  warn(text: string): void;
}

/** Puts the strip below the page's head. `follow` is asked to show a run's log. */
export function mountNow(follow: (run: LoggedRun) => void): NowStrip {
  const state = element('p', { class: 'state' });
  const filled = element('i');
  const bar = element('div', { class: 'bar', 'aria-hidden': 'true' }, filled);
  const best = element('p', { class: 'best-now' });
  const lanes = element('ul', { class: 'lanes' });
  const failure = element('p', { class: 'failure' });
  const waiting = element('p', { class: 'muted' });
  const warning = element('p', { class: 'note trouble', role: 'status', hidden: '' });
  const way = element('p', { class: 'way' }, element('a', { href: '/' }, 'All sweeps'));
  const parts = [way, state, bar, best, lanes, failure, waiting, warning];
  document.querySelector('header')?.append(element('section', { id: 'now', 'aria-label': 'Now' }, ...parts));

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
      shown = now.lanes.map((lane) => ({ lane, time: element('span') }));
      lanes.replaceChildren(
        ...shown.map(({ lane, time }) => laneItem(lane, time, follow)),
        ...(now.further === 0 ? [] : [element('li', {}, `and ${now.further} more`)]),
      );
      lanes.hidden = shown.length === 0;
      failure.hidden = now.failure === null;
      if (now.failure !== null) {
        const { run, name, why } = now.failure;
        failure.replaceChildren(`Newest failure: ${name}: ${why} `, logButton({ run, name }, follow));
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

function laneItem(lane: ServedLane, time: HTMLElement, follow: (run: LoggedRun) => void): HTMLElement {
  const words = [lane.devices, lane.remark, lane.newest].filter((word) => word !== '').map((word) => ` · ${word}`);
  return element('li', {}, element('b', {}, lane.name), ' ', time, ...words, ' ', logButton(lane, follow));
}

function put(element: HTMLElement, text: string): void {
  element.hidden = text === '';
  if (element.textContent !== text) element.textContent = text;
}
