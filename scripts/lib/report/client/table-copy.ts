// SPDX-License-Identifier: MIT

/** Lets what is copied from the table be whole numbers, not the rounded ones that are read; cells are parted by tabs. */
export function copyWhole(table: HTMLTableElement): void {
  table.addEventListener('copy', (event) => {
    const selection = getSelection();
    if (selection === null || event.clipboardData === null) return;
    const rows = [...table.rows].flatMap((row) => {
      const cells = [...row.cells].filter(
        (cell) => !cell.classList.contains('tick') && selection.containsNode(cell, true),
      );
      return cells.length === 0 ? [] : [cells.map((cell) => cell.title || (cell.textContent ?? ''))];
    });
    const [only] = rows[0] ?? [];
    // A part of one cell is a text like any other.
    if (
      only === undefined ||
      (rows.length === 1 && rows[0]?.length === 1 && selection.toString().trim() !== cellText(table, selection))
    )
      return;
    event.clipboardData.setData('text/plain', rows.map((cells) => cells.join('\t')).join('\n'));
    event.preventDefault();
  });
}

function cellText(table: HTMLTableElement, selection: Selection): string {
  const cell = [...table.querySelectorAll('td')].find((td) => selection.containsNode(td, true));
  return (cell?.textContent ?? '').trim();
}
