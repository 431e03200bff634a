// SPDX-License-Identifier: MIT
import type { Span } from '../core/source.ts';
import type { Law } from './laws/index.ts';
import type { Operand } from './operand.ts';
import type { Rows } from './rows.ts';

/** Values of the symbols by slot; undefined where a symbol is absent or has no value yet. */
export type Slots = (Operand | undefined)[];
export type Test = (slots: Slots) => boolean;

/** A symbol whose value follows from others. */
export interface Computed {
  readonly get: (slots: Slots) => Operand | undefined;
  /** Slots that it looks at, directly or through other computed symbols. */
  readonly slots: readonly number[];
  /** All its lines. */
  readonly spans: readonly Span[];
  /** The line that gives its value. */
  readonly lineOf: (slots: Slots) => Span | undefined;
}

/** One line of a group. */
export interface Line {
  readonly span: Span;
  /** Text of the `if`, and its test; a line whose condition is known to hold has none. */
  readonly conditionText?: string;
  readonly condition?: Test;
  /** Slots that the condition looks at. */
  readonly conditionSlots: readonly number[];
  readonly values: { readonly kind: 'rows'; readonly rows: Rows } | { readonly kind: 'law'; readonly law: Law };
}

/** Symbols that move together, with all lines that give them values. Groups stand where their last line stands. */
export interface Group {
  readonly names: readonly string[];
  readonly slots: readonly number[];
  readonly lines: readonly Line[];
  /** For a group that is the same in every configuration: its line, or null when it is always absent. */
  readonly fixed?: Line | null;
  /** For a symbol whose value follows from others; it has no slots and no lines. */
  readonly computed?: Computed;
}

/** A part of a rule that can be tested by itself: all parts must hold. */
export interface Check {
  readonly rule: number;
  readonly test: Test;
  readonly slots: readonly number[];
}

/** A group that varies; configurations are walked level by level, the last level fastest. */
export interface Level {
  readonly group: Group;
  /** Lines that can still be reached, the first whose condition holds gives the values. */
  readonly lines: readonly Line[];
  /** What is known when this level has a value and was not known before. */
  readonly checks: readonly Check[];
  /** Whether a condition or rule looks at this level: if not, all its values lead to equally many configurations. */
  readonly isReferenced: boolean;
  /** Earlier levels that a condition or rule of this or a later level looks at; undefined when they are too many to remember. */
  readonly live: readonly number[] | undefined;
}

/** A space made ready to be walked, counted and drawn from. */
export interface Model {
  readonly groups: readonly Group[];
  readonly levels: readonly Level[];
  /** Values of the groups that never change; the other slots are undefined. */
  readonly base: Slots;
  /** Index into the rules of the file of the first one that no configuration can satisfy. */
  readonly brokenRule: number | undefined;
  readonly slotOf: ReadonlyMap<string, number>;
  /** Symbols that are no part of a configuration. */
  readonly helpers: ReadonlySet<string>;
}
