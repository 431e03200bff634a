// SPDX-License-Identifier: MIT
import type { ListRow } from '../served/list-row.ts';
import { child } from './live-dom.ts';
import { linkText, openStream } from './live-stream.ts';

/** What the server tells of the list. */
interface ListNews {
  readonly changed: readonly ListRow[];
  /** Names of all sweeps, in the order in which they are listed. */
  readonly order: readonly string[];
}

/** Keeps the list of sweeps as it is on the server; ticks stay. */
function start(): void {
  const body = document.querySelector<HTMLTableSectionElement>('#sweeps tbody');
  const link = document.getElementById('link-state');
  if (body === null || link === null) return;
  const rows = new Map<string, HTMLTableRowElement>();
  for (const row of body.rows) rows.set(row.dataset['sweep'] ?? '', row);
  const stream = openStream('/events', (state) => {
    link.textContent = linkText(state);
  });
  stream.on('rows', (data) => {
    const { changed, order } = data as ListNews; // written by the server of this page
    for (const row of changed) {
      const old = rows.get(row.name);
      const isTicked = old?.querySelector('input')?.checked === true;
      const made = rowOf(row, isTicked);
      if (old?.outerHTML === made.outerHTML) continue;
      old?.replaceWith(made);
      rows.set(row.name, made);
    }
    const wanted = order.flatMap((name) => rows.get(name) ?? []);
    if (wanted.length !== body.rows.length || wanted.some((row, i) => body.rows[i] !== row))
      body.replaceChildren(...wanted);
    document.getElementById('none')?.toggleAttribute('hidden', wanted.length > 0);
  });
  document.documentElement.dataset['ready'] = 'true';
}

function rowOf(row: ListRow, isTicked: boolean): HTMLTableRowElement {
  const made = document.createElement('tr');
  made.dataset['sweep'] = row.name;
  const tick = child(made, 'td');
  if (row.address !== '') {
    const box = child(tick, 'input');
    [box.type, box.name, box.value, box.checked] = ['checkbox', 'sweep', row.name, isTicked];
    box.setAttribute('aria-label', `Compare ${row.name}`);
  }
  const name = child(made, 'th');
  name.scope = 'row';
  if (row.address === '') name.append(row.name);
  else linkTo(name, row.address, row.name);
  for (const stage of row.stages) {
    name.append(' ');
    linkTo(name, stage.address, stage.name).className = 'stage';
  }
  const state = [row.state, row.left].filter((word) => word !== '').join(', ');
  cell(made, row.trouble === '' ? state : `${state}: ${row.trouble}`);
  const ended = cell(made, row.ended);
  const bar = child(ended, 'div', 'bar');
  bar.setAttribute('aria-hidden', 'true');
  child(bar, 'i').style.width = `${row.share}%`;
  for (const text of [row.best, row.failure, row.range, row.begun]) cell(made, text);
  const compare = cell(made, '');
  if (row.compare !== '') linkTo(compare, row.compare, 'Compare with the one before');
  return made;
}

function cell(row: HTMLTableRowElement, text: string): HTMLElement {
  const made = child(row, 'td');
  made.textContent = text;
  return made;
}

function linkTo(parent: HTMLElement, address: string, text: string): HTMLAnchorElement {
  const made = child(parent, 'a');
  made.href = address;
  made.textContent = text;
  return made;
}

start();
