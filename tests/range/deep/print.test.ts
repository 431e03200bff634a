// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Diagnostic, formatDiagnostics } from '../../../scripts/lib/core/diagnostic.ts';
import { createRng } from '../../../scripts/lib/core/rng.ts';
import { readStatements } from '../../../scripts/lib/range/file.ts';
import { printStatement } from '../../../scripts/lib/range/print.ts';
import type { StageBlock, Statement } from '../../../scripts/lib/range/tree.ts';
import { randomStatement } from '../random-statement.ts';

function parse(text: string): { statements: (Statement | StageBlock)[]; diagnostics: Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  return {
    statements: readStatements({ path: 'x', text }, { diagnostics, brokenNames: new Set(), missingParts: false }),
    diagnostics,
  };
}

/** The same tree without places. */
function bare(tree: unknown): unknown {
  return JSON.parse(
    JSON.stringify(tree, (key, value: unknown) => (key === 'span' || key === 'isBare' ? undefined : value)),
  );
}

test('five thousand random statements are read back as they were printed', () => {
  const rng = createRng('print');
  const kinds = new Set<string>();
  for (let i = 0; i < 5000; i += 1) {
    const statement = randomStatement(rng);
    const text = printStatement(statement);
    const { statements, diagnostics } = parse(`${text}\n`);
    assert.equal(formatDiagnostics(diagnostics.filter((d) => d.severity === 'error')), '', text);
    assert.deepEqual(bare(statements), bare([statement]), text);
    kinds.add(statement.kind === 'definition' ? statement.right.kind : statement.kind);
  }
  assert.deepEqual([...kinds].sort(), [
    'choices',
    'computed',
    'depends',
    'exclude',
    'rows',
    'rows-file',
    'sampled',
    'sampled-list',
    'setting',
    'source',
    'unset',
  ]);
});
