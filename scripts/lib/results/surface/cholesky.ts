// SPDX-License-Identifier: MIT

/**
 * Replaces a symmetric positive definite matrix, row by row, by its lower factor (Golub and Van Loan, "Matrix Computations", 4.2);
 * returns false where it is none. What stands above the diagonal is left as it was. Four sums of a row are reckoned beside each
 * other, each in the order that it has alone: one waits for each of its subtractions.
 */
export function factorInPlace(matrix: Float64Array, size: number): boolean {
  for (let i = 0; i < size; i += 1) {
    const row = i * size;
    let j = 0;
    for (; j + 3 < i; j += 4) {
      const [first, second, third, fourth] = [j * size, (j + 1) * size, (j + 2) * size, (j + 3) * size];
      let a = matrix[row + j] ?? 0;
      let b = matrix[row + j + 1] ?? 0;
      let c = matrix[row + j + 2] ?? 0;
      let d = matrix[row + j + 3] ?? 0;
      for (let k = 0; k < j; k += 1) {
        const own = matrix[row + k] ?? 0;
        a -= own * (matrix[first + k] ?? 0);
        b -= own * (matrix[second + k] ?? 0);
        c -= own * (matrix[third + k] ?? 0);
        d -= own * (matrix[fourth + k] ?? 0);
      }
      a /= matrix[first + j] ?? 1;
      b = (b - a * (matrix[second + j] ?? 0)) / (matrix[second + j + 1] ?? 1);
      c = (c - a * (matrix[third + j] ?? 0) - b * (matrix[third + j + 1] ?? 0)) / (matrix[third + j + 2] ?? 1);
      d = d - a * (matrix[fourth + j] ?? 0) - b * (matrix[fourth + j + 1] ?? 0) - c * (matrix[fourth + j + 2] ?? 0);
      matrix[row + j] = a;
      matrix[row + j + 1] = b;
      matrix[row + j + 2] = c;
      matrix[row + j + 3] = d / (matrix[fourth + j + 3] ?? 1);
    }
    for (; j <= i; j += 1) {
      const other = j * size;
      let sum = matrix[row + j] ?? 0;
      for (let k = 0; k < j; k += 1) sum -= (matrix[row + k] ?? 0) * (matrix[other + k] ?? 0);
      if (j < i) matrix[row + j] = sum / (matrix[other + j] ?? 1);
      else if (sum > 0) matrix[row + i] = Math.sqrt(sum);
      else return false;
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
