// SPDX-License-Identifier: MIT
import type { SettingValue } from '../../core/settings/value.ts';
import type { WantedRun } from '../wanted.ts';

/** What a layout may tell of a run; what the journal alone tells of has no `listedBy`. */
export type FolderedRun = Pick<
  WantedRun,
  'run' | 'number' | 'values' | 'swept' | 'needs' | 'listedBy' | 'configFileName'
>;

/** A run with the folder that it was given, from the sweep folder on. */
export interface LaidRun {
  readonly run: FolderedRun;
  readonly folder: string;
}

/** What a layout may look at besides the runs. */
export interface LayoutContext {
  readonly mode: SettingValue<'MODE'>;
  /** What SWEEP_BASE holds, as JSON; undefined without one, or where a value chooses it. */
  readonly base: unknown;
}

/** A link or a file of a layout; paths are from the sweep folder on. */
export type LayoutItem =
  | { readonly kind: 'link'; readonly path: string; readonly to: string }
  | { readonly kind: 'file'; readonly path: string; readonly text: string };

/** Reports in the form that another system writes them in. */
export type LayoutReport = 'search-results' | 'seeds-summary';

/** How another system calls the folders of runs and what it puts beside them. */
export interface RunLayout {
  /** Path of a run's folder; it is made safe for a file system afterwards, and unlike those of other runs. */
  readonly folder: (run: WantedRun, context: LayoutContext) => string;
  /** Further names of the runs' folders, and files about all runs, in their order. */
  readonly items: (runs: readonly LaidRun[], context: LayoutContext) => readonly LayoutItem[];
  /** Its reports, written beside ours. */
  readonly reports?: readonly LayoutReport[];
  /** The first seed that sweep-seeds takes, and whole numbers after it; missing: what ksweep takes. */
  readonly firstSeed?: number;
}
