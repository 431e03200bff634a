// SPDX-License-Identifier: MIT
import { unreachable } from './unreachable.ts';

/** How two things may be compared, in conditions and in expressions alike. */
export type ComparisonSign = '=' | '!=' | '<' | '<=' | '>' | '>=';

/** Tells whether a comparison holds for two things of which the first is below (negative), equal to (0) or above the other. */
export function standsBy(sign: ComparisonSign, order: number): boolean {
  switch (sign) {
    case '=':
      return order === 0;
    case '!=':
      return order !== 0;
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
    default:
      return unreachable(sign);
  }
}
