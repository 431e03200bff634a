// SPDX-License-Identifier: MIT
import { ONE_COLOR, paintNames, paintOf } from '../charts/paint.ts';
import { rangeLines, rerunCommand } from '../page/run-lines.ts';
import { curvesCsv, tableCsv } from '../page/table-csv.ts';
import { button, copyText, download, element, menu, select } from './elements.ts';
import { themeNow } from './live-chart.ts';
import type { RunTable } from './run-table.ts';
import type { Chosen, Store } from './store.ts';

/** Fills the bar above table and charts: what all of them follow. */
export function mountToolbar(bar: HTMLElement, store: Store, table: RunTable): void {
  const search = element('input', {
    type: 'search',
    placeholder: 'Filter: words, or lr<0.01',
    'aria-label': 'Filter the runs: words, or an expression such as lr<0.01 && opt="adam"',
  });
  search.addEventListener('input', () => store.select({ filter: search.value }));
  const count = element('span', { role: 'status' });
  const all = button('All runs', () => {
    search.value = '';
    store.select({ filter: '', brushes: new Map(), isTickedOnly: false });
  });
  const only = button('Only ticked', () => store.select({ isTickedOnly: !store.now().selection.isTickedOnly }));
  const untick = button('Untick all', () => store.select({ ticked: new Set(), isTickedOnly: false }));
  const legend = element('ul', { class: 'legend', 'aria-label': 'Colours of the runs' });
  const colors = element('div', { class: 'controls' });
  const listColors = (): void => {
    const { data, selection } = store.now();
    const choice = { label: 'Colour by', options: paintNames(data), chosen: selection.color };
    colors.replaceChildren(
      select(choice, (color) => store.select({ color })),
      legend,
    );
  };
  bar.append(
    element(
      'div',
      { class: 'controls' },
      search,
      count,
      all,
      only,
      untick,
      table.columnChooser,
      ...filesMenu(store, table),
    ),
    colors,
  );
  bar.hidden = false;
  keepClear(bar);
  const show = (now: Chosen): void => {
    const text = countText(now);
    if (count.textContent !== text) count.textContent = text; // else it would be read out again
    all.hidden = now.chosen.length === now.data.runs.names.length;
    const ticked = now.selection.ticked.size;
    only.hidden = untick.hidden = ticked === 0;
    only.textContent = now.selection.isTickedOnly ? 'Not only the ticked' : `Only the ${ticked} ticked`;
    only.setAttribute('aria-pressed', String(now.selection.isTickedOnly));
    drawLegend(legend, now);
  };
  listColors();
  show(store.now());
  store.onChange((now, before) => {
    if (now.columns.length !== before.columns.length) listColors();
    show(now);
  });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => show(store.now()));
}

/** What a link leads to shall not lie under the bar, which grows with its legend. */
function keepClear(bar: HTMLElement): void {
  new ResizeObserver(() => {
    const { position, top } = getComputedStyle(bar);
    const room = position === 'sticky' ? `${bar.offsetHeight + Number.parseFloat(top) + 8}px` : '';
    document.documentElement.style.scrollPaddingTop = room;
  }).observe(bar);
}

/** Returns the sentence that counts what is chosen. */
function countText({ chosen, data }: Chosen): string {
  return `${chosen.length} of ${data.runs.names.length} runs`;
}

function drawLegend(legend: HTMLElement, { data, selection }: Chosen): void {
  const { entries } = paintOf(data, selection.color, themeNow());
  legend.replaceChildren(
    ...entries.map(({ text, color }) => element('li', {}, element('i', { style: `background:${color}` }), text)),
  );
  legend.hidden = selection.color === ONE_COLOR;
}

/** What goes out of the page: all chosen runs in the order of the table, or those that are ticked as lines. */
function filesMenu(store: Store, table: RunTable): readonly HTMLElement[] {
  const name = (what: string): string => `${store.now().data.title.replace(/[^\w.-]+/g, '_')}_${what}.csv`;
  const csv = (text: string): Blob => new Blob([text], { type: 'text/csv' });
  const picked = (): readonly number[] => {
    const { ticked, chosen } = store.now();
    return ticked.length > 0 ? ticked : chosen;
  };
  const runs = button('Download CSV', () => download(name('runs'), csv(tableCsv(store.now().data, table.sorted()))));
  const parts = [
    button('Curves as CSV', () => download(name('curves'), csv(curvesCsv(store.now().data, picked())))),
    button('Copy as range lines', (self) => void copyText(rangeLines(store.now().data, picked()), self)),
    button('Copy as command', (self) => void copyText(rerunCommand(store.now().data, picked()), self)),
  ];
  const note = element('p', { class: 'muted' }, 'Of the ticked runs, else of all that are shown.');
  const rounded = store.now().data.isWhole
    ? []
    : [element('p', { class: 'muted' }, 'The page holds 7 digits; sweep_summary.csv has all.')];
  return [runs, menu('Copy', element('div', {}, ...parts, note, ...rounded))];
}
