// SPDX-License-Identifier: MIT
/** A cell of a table as the page's template takes it. */
export interface PageCell {
  readonly shown: string;
  /** The whole value where `shown` is rounded; else empty. */
  readonly full: string;
  /** Numbers stand to the right. */
  readonly isNumber: boolean;
}

/** A table as the page's template takes it. */
export interface PageTable {
  readonly head: readonly PageCell[];
  readonly rows: readonly (readonly PageCell[])[];
}

const NUMBER = /^[-+]?[\d.,]+(?:e[-+]?\d+)?\s?\S{0,3}(?: \((?:\d+ failed|of \d+)\))?$/i;

/** Returns rows of text as a table; the first row is its head. Columns that hold only numbers stand to the right. */
export function tableOfTexts([head = [], ...rows]: readonly (readonly string[])[]): PageTable {
  const isNumber = head.map((_, i) =>
    rows.every((row) => row[i] === '-' || row[i] === '' || NUMBER.test(row[i] ?? '')),
  );
  const cells = (row: readonly string[]): readonly PageCell[] =>
    row.map((shown, i) => ({ shown, full: '', isNumber: isNumber[i] ?? false }));
  return { head: cells(head), rows: rows.map(cells) };
}
