// SPDX-License-Identifier: MIT
/** The functions of expressions, with the fewest and most numbers they take. */
export const FUNCTIONS = {
  int: [1, 1],
  round: [1, 1],
  floor: [1, 1],
  ceil: [1, 1],
  abs: [1, 1],
  min: [2, 100],
  max: [2, 100],
  log10: [1, 1],
  exp: [1, 1],
  sqrt: [1, 1],
  pow: [2, 2],
} as const satisfies Readonly<Record<string, readonly [number, number]>>;

export type FunctionName = keyof typeof FUNCTIONS;

/** Tells whether a word is the name of a function. */
export function isFunctionName(word: string): word is FunctionName {
  return Object.hasOwn(FUNCTIONS, word);
}
