// SPDX-License-Identifier: MIT
import { columnText } from '../charts/theme.ts';
import type { PageData } from '../page/data.ts';
import { parseFilter } from './filter.ts';
import type { TableColumn } from './table-column.ts';

const PAGE_ROWS = 100;

/** The table of all runs. */
export interface RunTable {
  /** Shows only these runs (a brush), or all of them again. */
  readonly choose: (runs: readonly number[] | null) => void;
}

/** Makes the table sortable, filterable and paged; it then shows every run. */
export function mountTable(data: PageData): RunTable {
  const table = document.getElementById('table') as HTMLTableElement | null;
  const controls = document.getElementById('table-controls');
  if (table === null || controls === null || data.runs === undefined) return { choose: () => undefined };
  const columns = tableColumns(data);
  const state = { sort: columns[0] as TableColumn, descending: false, filter: '', chosen: null as ReadonlySet<number> | null, page: 0 };
  const count = document.createElement('span');
  count.setAttribute('role', 'status');
  const search = searchField((text) => {
    state.filter = text;
    state.page = 0;
    draw();
  });
  const pages = (['Previous', 'Next'] as const).map((text) => pageButton(text, () => {
    state.page += text === 'Next' ? 1 : -1;
    draw();
  }));
  controls.append(search, count, ...pages);
  controls.hidden = false;
  document.getElementById('table-note')?.remove();

  const draw = (): void => {
    const keeps = parseFilter(state.filter, columns);
    const runs = [...data.runs.names.keys()].filter((run) => (state.chosen?.has(run) ?? true) && keeps(run));
    runs.sort((a, b) => compareKeys(state.sort.key(a), state.sort.key(b), state.descending) || a - b);
    const last = Math.max(0, Math.ceil(runs.length / PAGE_ROWS) - 1);
    state.page = Math.min(Math.max(0, state.page), last);
    const from = state.page * PAGE_ROWS;
    const shown = runs.slice(from, from + PAGE_ROWS);
    count.textContent = `${runs.length} of ${data.runs.names.length} runs${last > 0 ? `, ${from + 1} to ${from + shown.length}` : ''}${state.chosen === null ? '' : ' (chosen in the chart)'}`;
    for (const [i, button] of pages.entries()) {
      button.hidden = last === 0;
      button.disabled = i === 0 ? state.page === 0 : state.page === last;
    }
    drawRows(table, columns, shown);
    for (const [i, cell] of [...(table.tHead?.rows[0]?.cells ?? [])].entries()) {
      cell.setAttribute('aria-sort', columns[i] === state.sort ? (state.descending ? 'descending' : 'ascending') : 'none');
    }
  };
  drawHead(table, columns, (column) => {
    state.descending = state.sort === column ? !state.descending : false;
    state.sort = column;
    state.page = 0;
    draw();
  });
  draw();
  return {
    choose: (runs) => {
      state.chosen = runs === null ? null : new Set(runs);
      state.page = 0;
      draw();
    },
  };
}

function tableColumns(data: PageData): readonly TableColumn[] {
  const { runs } = data;
  const own: TableColumn[] = [
    { name: 'rank', heading: '#', text: (r) => String(runs.ranks[r] ?? ''), key: (r) => runs.ranks[r] ?? null },
    { name: 'config', heading: 'Configuration', text: (r) => runs.names[r] ?? '', key: (r) => r },
    { name: 'status', heading: 'Status', text: (r) => runs.reasons[r] === '' ? (runs.statuses[r] ?? '') : `${runs.statuses[r] ?? ''}: ${runs.reasons[r] ?? ''}`, key: (r) => runs.statuses[r] ?? null },
  ];
  const metrics = data.columns.map((c): TableColumn => ({ name: c.name, heading: c.name, text: (r) => columnText(c, c.values[r] ?? null), key: (r) => c.values[r] ?? null }));
  const parameters = data.parameters.map((p): TableColumn => {
    const level = (r: number): string | null => p.levels[p.codes[r] ?? -1] ?? null;
    return { name: p.name, heading: p.name.replace(/^CONFIG_/, ''), text: (r) => level(r) ?? '-', key: (r) => (p.numbers === null ? level(r) : (p.numbers[p.codes[r] ?? -1] ?? null)) };
  });
  return [...own, ...metrics, ...parameters];
}

function compareKeys(a: number | string | null, b: number | string | null, descending: boolean): number {
  if (a === null || b === null) return (a === null ? 1 : 0) - (b === null ? 1 : 0);
  const order = typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b), undefined, { numeric: true });
  return descending ? -order : order;
}

function drawHead(table: HTMLTableElement, columns: readonly TableColumn[], sort: (column: TableColumn) => void): void {
  const row = document.createElement('tr');
  for (const column of columns) {
    const cell = document.createElement('th');
    const button = document.createElement('button');
    cell.scope = 'col';
    button.type = 'button';
    button.textContent = column.heading;
    button.addEventListener('click', () => sort(column));
    cell.append(button);
    row.append(cell);
  }
  table.tHead?.replaceChildren(row);
}

function drawRows(table: HTMLTableElement, columns: readonly TableColumn[], runs: readonly number[]): void {
  const rows = runs.map((run) => {
    const row = document.createElement('tr');
    for (const column of columns) row.insertCell().textContent = column.text(run);
    return row;
  });
  table.tBodies[0]?.replaceChildren(...rows);
}

function searchField(changed: (text: string) => void): HTMLInputElement {
  const search = document.createElement('input');
  search.type = 'search';
  search.placeholder = 'Filter: a word, or test_acc>80 lr<=0.1';
  search.setAttribute('aria-label', 'Filter the runs');
  search.addEventListener('input', () => changed(search.value));
  return search;
}

function pageButton(text: string, pressed: () => void): HTMLButtonElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = text;
  button.addEventListener('click', pressed);
  return button;
}
