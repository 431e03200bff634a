// SPDX-License-Identifier: MIT
// What the right side of an override of Hydra stands for (hydra.cc, "Override grammar", and OverrideParser.g4 of Hydra 1.3).

/** A value; numbers as plain decimals. */
export type HydraElement =
  | { readonly kind: 'null' }
  | { readonly kind: 'boolean'; readonly isTrue: boolean }
  | { readonly kind: 'int' | 'float'; readonly text: string }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly HydraElement[] }
  | { readonly kind: 'map'; readonly entries: readonly (readonly [key: HydraElement, value: HydraElement])[] };

/** A number with what it is for Python: its whole numbers and its floats make different ranges. */
export interface HydraNumber {
  readonly kind: 'int' | 'float';
  readonly text: string;
}

/** What is swept: listed values, a range, an interval that somebody draws from, or the options of a config group. */
export type HydraSweep = (
  | { readonly kind: 'choice'; readonly items: readonly HydraElement[]; readonly isSimple: boolean }
  | {
      readonly kind: 'range';
      readonly start: HydraNumber;
      readonly stop: HydraNumber;
      readonly step: HydraNumber;
    }
  | { readonly kind: 'interval'; readonly start: HydraNumber; readonly end: HydraNumber; readonly isLog: boolean }
  | { readonly kind: 'glob'; readonly include: readonly string[]; readonly exclude: readonly string[] }
) & {
  /** What of it means nothing here. */
  readonly notes?: readonly string[];
};

export type HydraValue = HydraElement | HydraSweep;

export function isSweep(value: HydraValue): value is HydraSweep {
  return value.kind === 'choice' || value.kind === 'range' || value.kind === 'interval' || value.kind === 'glob';
}

/** What is wrong with an override, and where in its text. */
export class HydraFault extends Error {
  readonly at: number;
  readonly end: number;
  readonly hint: string;

  constructor(message: string, hint: string, at: number, end = at + 1) {
    super(message);
    this.at = at;
    this.end = end;
    this.hint = hint;
  }
}
