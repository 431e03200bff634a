// SPDX-License-Identifier: MIT
import type { Checked } from '../core/diagnostic.ts';
import type { Source } from '../core/source.ts';
import type { Expression } from './tree.ts';

export type { Expression } from './tree.ts';

/** Returns the expression that a whole text holds (ONLY=, ORDER=, FILTER=). */
export function parseExpression(source: Source): Checked<Expression> {
  return { diagnostics: [{ severity: 'error', code: 'E_SYNTAX', message: 'expressions are not read yet', span: { source, offset: 0, length: source.text.length } }] };
}
