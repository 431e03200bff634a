// SPDX-License-Identifier: MIT
import type { Diagnostic } from '../../scripts/lib/core/diagnostic.ts';
import { readStatements } from '../../scripts/lib/range/file.ts';
import type { StageBlock, Statement } from '../../scripts/lib/range/tree.ts';

/** Returns the statements of a text with all that is said of it. */
export function readText(text: string): { statements: (Statement | StageBlock)[]; diagnostics: Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  return {
    statements: readStatements({ path: 'x', text }, { diagnostics, brokenNames: new Set(), missingParts: false }),
    diagnostics,
  };
}

/** The same tree without places. */
export function bare(tree: unknown): unknown {
  return JSON.parse(
    JSON.stringify(tree, (key, value: unknown) => (key === 'span' || key === 'isBare' ? undefined : value)),
  );
}
