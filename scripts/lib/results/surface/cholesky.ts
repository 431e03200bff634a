// SPDX-License-Identifier: MIT

/**
 * Replaces a symmetric positive definite matrix, row by row, by its lower factor (Golub and Van Loan, "Matrix Computations", 4.2);
 * returns false where it is none. What stands above the diagonal is left as it was.
 */
export function factorInPlace(matrix: Float64Array, size: number): boolean {
  for (let i = 0; i < size; i += 1) {
    const row = i * size;
    for (let j = 0; j <= i; j += 1) {
      const other = j * size;
      let sum = matrix[row + j] ?? 0;
      for (let k = 0; k < j; k += 1) sum -= (matrix[row + k] ?? 0) * (matrix[other + k] ?? 0);
      if (i === j) {
        if (!(sum > 0)) return false;
        matrix[row + i] = Math.sqrt(sum);
      } else matrix[row + j] = sum / (matrix[other + j] ?? 1);
    }
  }
  return true;
}

/** Returns x of L x = b for a lower factor. */
export function solveLower(lower: Float64Array, size: number, right: ArrayLike<number>): Float64Array {
  const x = new Float64Array(size);
  for (let i = 0; i < size; i += 1) {
    let sum = right[i] ?? 0;
    for (let k = 0; k < i; k += 1) sum -= (lower[i * size + k] ?? 0) * (x[k] ?? 0);
    x[i] = sum / (lower[i * size + i] ?? 1);
  }
  return x;
}

/** Returns x of L' x = b for a lower factor. */
export function solveUpper(lower: Float64Array, size: number, right: ArrayLike<number>): Float64Array {
  const x = Float64Array.from(right);
  for (let i = size - 1; i >= 0; i -= 1) {
    let sum = x[i] ?? 0;
    for (let k = i + 1; k < size; k += 1) sum -= (lower[k * size + i] ?? 0) * (x[k] ?? 0);
    x[i] = sum / (lower[i * size + i] ?? 1);
  }
  return x;
}
