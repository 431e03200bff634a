// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatDiagnostics, isError } from '../../../scripts/lib/core/diagnostic.ts';
import { createRng } from '../../../scripts/lib/core/rng.ts';
import { printStatement } from '../../../scripts/lib/range/print.ts';
import { bare, readText } from '../read-statements.ts';
import { randomStatement } from '../random-statement.ts';

test('five thousand random statements are read back as they were printed', () => {
  const rng = createRng('print');
  const kinds = new Set<string>();
  for (let i = 0; i < 5000; i += 1) {
    const statement = randomStatement(rng);
    const text = printStatement(statement);
    const { statements, diagnostics } = readText(`${text}\n`);
    assert.equal(formatDiagnostics(diagnostics.filter(isError)), '', text);
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
