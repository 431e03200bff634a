// SPDX-License-Identifier: MIT
/** A column of the table: how a run's cell prints, sorts and is filtered. */
export interface TableColumn {
  readonly name: string;
  readonly heading: string;
  text(run: number): string;
  /** Null sorts last, whichever way. */
  key(run: number): number | string | null;
}
