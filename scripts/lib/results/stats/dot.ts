// SPDX-License-Identifier: MIT

/** Returns the inner product of two vectors; the length is that of the first. Four sums beside each other: one alone waits for each addition. */
export function dot(x: Float64Array, y: Float64Array): number {
  let [a, b, c, d] = [0, 0, 0, 0];
  const size = x.length;
  let i = 0;
  for (; i + 3 < size; i += 4) {
    a += (x[i] ?? 0) * (y[i] ?? 0);
    b += (x[i + 1] ?? 0) * (y[i + 1] ?? 0);
    c += (x[i + 2] ?? 0) * (y[i + 2] ?? 0);
    d += (x[i + 3] ?? 0) * (y[i + 3] ?? 0);
  }
  for (; i < size; i += 1) a += (x[i] ?? 0) * (y[i] ?? 0);
  return a + b + (c + d);
}
