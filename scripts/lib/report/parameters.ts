// SPDX-License-Identifier: MIT
import type { Value } from '../core/value.ts';
import { unreachable } from '../core/unreachable.ts';
import type { ParameterValue } from './view.ts';

/** Returns a value as programs read it. A whole number beyond 2^53 stays text, since a double would change it. */
export function parameterValue(value: Value): ParameterValue {
  switch (value.kind) {
    case 'number': {
      const number = Number(value.text);
      if (!Number.isFinite(number) || (/^-?\d+$/.test(value.text) && !Number.isSafeInteger(number))) return value.text;
      return number;
    }
    case 'list':
      return JSON.parse(value.text) as unknown[] | Record<string, unknown>; // the range language lets only JSON lists and objects through
    case 'hex':
    case 'tristate':
    case 'boolean':
    case 'null':
    case 'text':
      return value.text;
    default:
      return unreachable(value);
  }
}
