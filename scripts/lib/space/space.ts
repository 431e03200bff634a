// SPDX-License-Identifier: MIT
import type { Span } from '../core/source.ts';
import type { Assignment, Value } from '../core/value.ts';
import type { RangeFile } from '../range/parse.ts';
import type { Model } from './model.ts';

/** A number of configurations. `Infinity` when a symbol is drawn from a continuous distribution. */
export interface Count {
  readonly value: number | bigint;
  /** False when it was estimated, or is only a bound. */
  readonly exact: boolean;
}

/** Values that one line gives to the names of an axis, looked up by index and never all held. */
export interface AxisLine {
  /** Text of its `if`, when it has one. */
  readonly condition?: string;
  /** Number of distinct rows; Infinity for a continuous distribution. */
  readonly size: number;
  /** How many rows were left out because an equal one stands before them. */
  readonly duplicates: number;
  /** Text of a distribution (~uniform(0,1)), for lines that are drawn. */
  readonly sampled?: string;
  /** Row by index from 0, one value a name; undefined where the cell is absent. Not for sampled lines. */
  row(index: number): readonly (Value | undefined)[];
  readonly span: Span;
}

/** Symbols that move together (one, unless zipped), with the lines that give them values. */
export interface Axis {
  readonly names: readonly string[];
  readonly lines: readonly AxisLine[];
}

/** Each configuration is run `count` times, told apart by `symbol` = 1..count. */
export interface Repeats {
  readonly symbol: string;
  readonly count: number;
  /** Stands in for a line of the file. */
  readonly span: Span;
}

/** How values look in the files of configurations, where values that differ may look the same. */
export interface Written {
  /** Symbols with values of several kinds. */
  readonly names: readonly string[];
  /** Returns a key that two configurations share exactly when their files hold the same. */
  readonly key: (assignments: readonly Assignment[]) => string;
}

/** Everything a range file describes. */
export interface Space {
  readonly file: RangeFile;
  /** Every symbol, in file order, the symbol of repeats last. */
  readonly symbols: readonly string[];
  /** Symbols that are not the same in every configuration, in file order. */
  readonly swept: readonly string[];
  /** The axes of the swept symbols, in file order. */
  readonly axes: readonly Axis[];
  readonly repeats?: Repeats;
  /** Not given where values that differ always look different. */
  readonly written?: Written;
  /** What the designs and counts work on; not for other folders. */
  readonly model: Model;
}
