// SPDX-License-Identifier: MIT
/**
 * Returns the inverse of a symmetric positive definite matrix, row by row, by Cholesky's factors (Golub and Van Loan,
 * "Matrix Computations", 4.2); undefined when the matrix is none. `size` rows of `size` numbers; the input is left as it is.
 */
export function inverseOf(matrix: Float64Array, size: number): Float64Array | undefined {
  const lower = Float64Array.from(matrix);
  const at = (row: number, column: number): number => lower[row * size + column] ?? 0;
  for (let j = 0; j < size; j += 1) {
    let pivot = at(j, j);
    for (let k = 0; k < j; k += 1) pivot -= at(j, k) ** 2;
    if (!(pivot > 1e-12 * (matrix[j * size + j] ?? 0))) return undefined;
    const root = Math.sqrt(pivot);
    lower[j * size + j] = root;
    for (let i = j + 1; i < size; i += 1) {
      let sum = at(i, j);
      for (let k = 0; k < j; k += 1) sum -= at(i, k) * at(j, k);
      lower[i * size + j] = sum / root;
    }
  }
  const inverse = new Float64Array(size * size);
  const column = new Float64Array(size);
  for (let c = 0; c < size; c += 1) {
    for (let i = 0; i < size; i += 1) {
      let sum = i === c ? 1 : 0;
      for (let k = c; k < i; k += 1) sum -= at(i, k) * (column[k] ?? 0);
      column[i] = i < c ? 0 : sum / at(i, i);
    }
    for (let i = size - 1; i >= 0; i -= 1) {
      let sum = column[i] ?? 0;
      for (let k = i + 1; k < size; k += 1) sum -= at(k, i) * (column[k] ?? 0);
      column[i] = sum / at(i, i);
      inverse[i * size + c] = column[i] ?? 0;
    }
  }
  return inverse;
}
