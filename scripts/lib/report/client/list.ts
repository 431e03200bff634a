// SPDX-License-Identifier: MIT
import type { ListRow } from '../served/list-row.ts';
import { element } from './elements.ts';
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
  const box = element('input', {
    type: 'checkbox',
    name: 'sweep',
    value: row.name,
    'aria-label': `Compare ${row.name}`,
  });
  box.checked = isTicked;
  const name = row.address === '' ? row.name : element('a', { href: row.address }, row.name);
  const stages = row.stages.flatMap((one) => [' ', element('a', { class: 'stage', href: one.address }, one.name)]);
  const state = [row.state, row.left].filter((word) => word !== '').join(', ');
  const filled = element('i');
  filled.style.width = `${row.share}%`;
  const bar = element('div', { class: 'bar', 'aria-hidden': 'true' }, filled);
  const links = [
    [row.time, 'Where the time went'],
    [row.compare, 'Compare with the one before'],
  ].flatMap(([href = '', text = '']) => (href === '' ? [] : [element('p', {}, element('a', { href }, text))]));
  return element(
    'tr',
    { 'data-sweep': row.name },
    row.address === '' ? element('td') : element('td', {}, box),
    element('th', { scope: 'row' }, name, ...stages),
    element('td', {}, row.trouble === '' ? state : `${state}: ${row.trouble}`),
    row.ended === '' ? element('td') : element('td', {}, row.ended, bar),
    ...[row.best, row.failure, row.range, row.begun].map((one) =>
      one === '' ? element('td') : element('td', {}, one),
    ),
    element('td', {}, ...links),
  );
}

start();
