// SPDX-License-Identifier: MIT

/** Returns the inner product of two vectors; the length is that of the first. */
export function dot(x: Float64Array, y: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < x.length; i += 1) sum += (x[i] ?? 0) * (y[i] ?? 0);
  return sum;
}
