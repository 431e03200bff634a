// SPDX-License-Identifier: MIT

/** A row of the list as the page shows it, the same on both sides. */
export interface ListRow {
  readonly name: string;
  /** Empty where there is no page to open. */
  readonly address: string;
  readonly stages: readonly { readonly name: string; readonly address: string }[];
  readonly range: string;
  readonly begun: string;
  readonly state: string;
  readonly isLive: boolean;
  /** `17 of 36`, with failures. */
  readonly ended: string;
  /** Per cent of its runs. */
  readonly share: number;
  readonly left: string;
  readonly best: string;
  /** The newest failure; empty for none. */
  readonly failure: string;
  readonly trouble: string;
  /** Address of what ran when; empty before anything began. */
  readonly time: string;
  /** Address of the comparison with the one before; empty for none. */
  readonly compare: string;
}
