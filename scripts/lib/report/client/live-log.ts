// SPDX-License-Identifier: MIT
import type { LogNews } from '../served/log-lines.ts';
import { button, element } from './elements.ts';
import { type LiveStream, openStream } from './live-stream.ts';

/** Lines that stay on the page; the whole log is a link. */
const MOST_LINES = 2000;
/** Pixels from the end within which the reader is taken to read the end. */
const NEAR_END_PX = 40;

/** A run whose log can be shown. */
export interface LoggedRun {
  readonly run: string;
  readonly name: string;
}

/** Returns a button that asks for a run's log. */
export function logButton(run: LoggedRun, follow: (run: LoggedRun) => void): HTMLButtonElement {
  const made = button('Log', () => follow(run));
  made.className = 'small';
  made.setAttribute('aria-label', `Log of ${run.name}`);
  return made;
}

/** Returns what shows the log of a run and follows it, one at a time, below the strip that tells what runs. */
export function mountLog(): (run: LoggedRun) => void {
  const title = element('b');
  const note = element('span', { class: 'muted' });
  const text = element('pre', { tabindex: '0', 'aria-label': 'Log' });
  let stream: LiveStream | undefined;
  const close = button('Close the log', () => {
    stream?.close();
    stream = undefined;
    box.hidden = true;
  });
  close.className = 'small';
  const head = element('p', { class: 'log-head' }, title, note, close);
  const box = element('section', { id: 'log', hidden: '' }, head, text);
  document.querySelector('header')?.append(box);

  return ({ run, name }) => {
    stream?.close();
    box.hidden = false;
    title.textContent = `Log of ${name}`;
    note.textContent = '';
    const lines = openLines(text);
    lines.clear();
    const opened = openStream(`log/${run}${location.search}`);
    stream = opened;
    opened.on('begin', () => lines.clear());
    opened.on('log', (data) => lines.add(data as LogNews)); // written by the server of this page
    opened.on('end', (data) => {
      note.textContent = ` ${typeof data === 'string' && data !== '' ? data : 'it has ended'}`;
      opened.close(); // else the browser would come again
    });
    text.focus({ preventScroll: true });
  };
}

function openLines(text: HTMLPreElement): { clear(): void; add(news: LogNews): void } {
  let whole: string[] = [];
  return {
    clear: () => {
      whole = [];
      text.textContent = '';
    },
    add: ({ lines, open }) => {
      const isAtEnd = text.scrollTop + text.clientHeight >= text.scrollHeight - NEAR_END_PX;
      whole = [...whole, ...lines].slice(-MOST_LINES);
      text.textContent = [...whole, open].join('\n');
      if (isAtEnd) text.scrollTop = text.scrollHeight;
    },
  };
}
