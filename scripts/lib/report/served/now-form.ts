// SPDX-License-Identifier: MIT
import type { RunId } from '../../core/hash.ts';

/** A run in work, as the page lists it. */
export interface ServedLane {
  readonly run: RunId;
  readonly name: string;
  /** Epoch milliseconds; the page counts on from there. */
  readonly sinceMs: number;
  /** `GPU 0,1`; empty without any. */
  readonly devices: string;
  /** Empty when it simply runs; else `not started`, `gone`, ... */
  readonly remark: string;
  /** `test_acc 81.20%` so far; empty before it reported one. */
  readonly newest: string;
}

/** Where a sweep stands: what the page shows above everything else, and the list in one row. */
export interface ServedNow {
  /** One line: running since, complete, stopped. */
  readonly state: string;
  readonly isLive: boolean;
  readonly ended: number;
  readonly total: number;
  readonly failed: number;
  readonly running: number;
  /** `about 5m left`; empty when nobody can tell. */
  readonly left: string;
  /** `test_acc 88.51% (config_017)`; empty while nothing is ranked. */
  readonly best: string;
  readonly lanes: readonly ServedLane[];
  /** Runs in work that are not listed. */
  readonly further: number;
  readonly failure: { readonly run: RunId; readonly name: string; readonly why: string } | null;
  /** Why the first waiting runs wait. */
  readonly waiting: readonly string[];
  /** Empty, or what the reader must know of this look: results that are still to be read. */
  readonly remark: string;
}
