// SPDX-License-Identifier: MIT
import type { Code } from '../../core/codes.ts';
import type { Diagnostic } from '../../core/diagnostic.ts';
import type { Span } from '../../core/source.ts';

/** Where what is wrong with a definition of another system goes. */
export interface ImportTrouble {
  readonly diagnostics: Diagnostic[];
}

/** What is wrong with it: what was found and expected, and what to do. */
export interface ImportRefusal {
  readonly code: Code;
  readonly span: Span;
  readonly message: string;
  readonly hint: string;
}

/** Notes an error and returns undefined, so that a reader can return the call. */
export function refuse(trouble: ImportTrouble, refusal: ImportRefusal): undefined {
  trouble.diagnostics.push(refusal);
  return undefined;
}
