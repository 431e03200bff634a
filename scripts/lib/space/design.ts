// SPDX-License-Identifier: MIT
import type { Diagnostic } from '../core/diagnostic.ts';
import type { Measures } from '../core/measures.ts';
import type { SettingValue } from '../core/settings/value.ts';
import type { Span } from '../core/source.ts';
import type { Assignment, RequestedValue } from '../core/value.ts';
import type { Default } from '../range/parse.ts';
import type { Count } from './space.ts';

/** A word of MODE. What it means stands in space/designs/index.ts. */
export type Mode = SettingValue<'MODE'>;

export interface DesignOptions {
  readonly mode: Mode;
  /** How many configurations random, sobol and latin draw; they need it. */
  readonly samples?: number;
  readonly seed: string;
  /** What a base file gives where no sourced file does: the baseline of MODE=independent. */
  readonly baseline?: readonly Default[];
  /** MODE=independent: the baseline is a configuration only where a line lists its value. */
  readonly onlyListed?: boolean;
}

/** One configuration. */
export interface Point {
  /** File order; fixed symbols too; absent ones left out. */
  readonly assignments: readonly Assignment[];
  /** For each assignment the line that gave it. */
  readonly lines: readonly Span[];
  /** Text of the .config, where a Kconfig tree completed it; the values are those it has then. */
  readonly completed?: string;
  /** Swept values that the tree did not take, as they were asked for. */
  readonly requested?: readonly RequestedValue[];
  /** Values of the helpers (`let`): in tables, and in no file and no identity. */
  readonly helpers?: readonly Assignment[];
  /** What SWEEP_CHECK_COMMAND measured of it: in tables, and in no file and no identity. */
  readonly measures?: Measures;
  /** MODE=independent: first symbols of the lines that list it, more than one only where it is the baseline. */
  readonly listedBy?: readonly string[];
}

/** What is said when a design has been gone through to its end. */
export interface DesignSummary {
  /** Sentences for the user: "only 12 valid configurations exist". */
  readonly notes: readonly string[];
  readonly points: number;
  /** False when a bound was met before the end was reached. */
  readonly complete: boolean;
  /** What only showed while the points were gone through: values that a Kconfig tree did not take. */
  readonly diagnostics?: readonly Diagnostic[];
}

/** The configurations of a sweep, in the order of their numbers. */
export interface Design {
  readonly mode: Mode;
  /** Lazy; distinct by identity; the same each time it is called. */
  points(): Generator<Point, DesignSummary>;
  /** How many points there will be; for drawn designs at most as many as were asked for (then not exact). */
  size(): Count;
}
