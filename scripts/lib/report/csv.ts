// SPDX-License-Identifier: MIT
import { stringify } from 'csv-stringify/sync';

/** Returns one CSV row (RFC 4180 quoting, a line feed at its end). */
export function csvLine(cells: readonly (string | number | boolean | null)[]): string {
  return stringify([[...cells]], { cast: { boolean: String } });
}
