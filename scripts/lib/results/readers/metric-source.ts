// SPDX-License-Identifier: MIT
import { isGlob } from './glob.ts';
import { placeProblem } from './metric-files.ts';

/** `[last]` in a path: the last entry of a list that has what the rest of the path names. */
export interface LastEntry {
  readonly kind: 'last';
}

export type PathKey = string | number | LastEntry;

/** A value in a file of the run folder: `checkpoint-*` stands for several files (glob.ts), of folds the average counts. */
export interface MetricSource {
  /** Relative to the run folder. */
  readonly file: string;
  /** Inside a JSON file; of a table the names, joined by dots, are that of the column. */
  readonly keys: readonly PathKey[];
  /** True when each file is one fold of a cross-validation. */
  readonly isFold?: true;
}

export interface ParsedSource {
  readonly source: MetricSource;
  readonly name: string;
  /** True when the column is called after the key: the written text names no single place. */
  readonly isNamedByKey: boolean;
}

/** Folders of one cross-validation each: k_0, fold_1, fold-2, cv3. */
const FOLD_FOLDER = /^(?:k|fold|cv)[_-]?\*$/i;

const PATH = /^(?:[^.[\]]+|\[(?:-?\d+|last)\])(?:\.[^.[\]]+|\[(?:-?\d+|last)\])*$/;

/** Returns what `file:path` of SWEEP_METRIC names, or what is wrong with it. */
export function parseMetricSource(file: string, path: string): ParsedSource | { readonly message: string } {
  const place = placeProblem(file);
  if (place !== undefined) return { message: `SWEEP_METRIC reads "${file}"; ${place}` };
  if (!PATH.test(path)) {
    return {
      message: `SWEEP_METRIC has the path "${path}" into ${file}; expected names and [index]: a.b[-1], or history[last].a`,
    };
  }
  const keys = [...path.matchAll(/\[(-?\d+|last)\]|([^.[\]]+)/g)].map(([, index, name]): PathKey => {
    if (index === undefined) return name ?? '';
    return index === 'last' ? { kind: 'last' } : Number(index);
  });
  const names = keys.filter((key) => typeof key === 'string');
  const isTable = !file.endsWith('.json');
  const isFold = file.split('/').some((part) => FOLD_FOLDER.test(part));
  return {
    source: { file, keys, ...(isFold ? { isFold } : {}) },
    name: (isTable ? names.join('.') : names.at(-1)) ?? file,
    isNamedByKey: isGlob(file) || keys.some((key) => typeof key === 'object'),
  };
}
