// SPDX-License-Identifier: MIT
import type { ShownRuns } from './table-state.ts';

/** What stands above the table: the filter, the count, the buttons that turn its pages. */
export interface TableControls {
  show(count: string, shown: ShownRuns, isBrushed: boolean): void;
}

/** Fills a box with the controls of the table and shows it. */
export function tableControls(
  box: HTMLElement,
  on: { filter(text: string): void; turn(pages: number): void; release(): void },
): TableControls {
  const count = document.createElement('span');
  count.setAttribute('role', 'status');
  const release = pageButton('All runs', () => on.release());
  const back = pageButton('Previous', () => on.turn(-1));
  const forth = pageButton('Next', () => on.turn(1));
  box.append(searchField(on.filter), count, release, back, forth);
  box.hidden = false;
  return {
    show: (text, { page, lastPage }, isBrushed) => {
      release.hidden = !isBrushed;
      if (count.textContent !== text) count.textContent = text; // else it would be read out again
      for (const button of [back, forth]) button.hidden = lastPage === 0;
      back.disabled = page === 0;
      forth.disabled = page === lastPage;
    },
  };
}

function searchField(changed: (text: string) => void): HTMLInputElement {
  const search = document.createElement('input');
  search.type = 'search';
  search.placeholder = 'Filter: a word, or test_acc>80 lr<=0.1';
  search.setAttribute('aria-label', 'Filter the runs: words, or comparisons such as test_acc>80');
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
