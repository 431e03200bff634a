// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Diagnostic, formatDiagnostics } from '../../scripts/lib/core/diagnostic.ts';
import { createRng } from '../../scripts/lib/core/rng.ts';
import { parseExpression } from '../../scripts/lib/range/expression.ts';
import { readStatements } from '../../scripts/lib/range/file.ts';
import { printExpression, printStatement, printValue } from '../../scripts/lib/range/print.ts';
import type { StageBlock, Statement } from '../../scripts/lib/range/tree.ts';
import { randomStatement } from './random-statement.ts';

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

test('a whole file of random statements is read back, with CRLF, comments and blanks between', () => {
  const rng = createRng('print/file');
  const statements = Array.from({ length: 300 }, () => randomStatement(rng));
  const text = `\ufeff${statements.map((s, i) => `${i % 3 === 0 ? '\t ' : ''}${printStatement(s)}${i % 2 === 0 ? '  # why' : ' \t'}`).join('\r\n\r\n# comment\r\n')}`;
  const parsed = parse(text);
  assert.equal(formatDiagnostics(parsed.diagnostics.filter((d) => d.severity === 'error')), '');
  assert.deepEqual(bare(parsed.statements), bare(statements));
});

for (const [text, printed] of [
  ['(CONFIG_A)=1', 'CONFIG_A = 1'],
  ['!CONFIG_A=1', '!CONFIG_A = 1'],
  ['(!CONFIG_A)=n', '(!CONFIG_A) = n'],
  ['a && (b || c) && !(d && e)', 'a && (b || c) && !(d && e)'],
  ['(a && b) || c && d', 'a && b || c && d'],
  ['a-(b-c)*-2', 'a - (b - c) * -2'],
  ['a - b - c', 'a - b - c'],
  ['-(a) < -0x10', '-a < -0x10'],
] as const) {
  test(`the condition ${text} is printed as ${printed}`, () => {
    const parsed = parseExpression({ path: 'x', text }).value ?? assert.fail('not read');
    assert.equal(printExpression(parsed), printed);
  });
}

test('values are quoted only where they must be', () => {
  assert.equal(printValue({ kind: 'text', text: 'resnet-18' }), 'resnet-18');
  assert.equal(printValue({ kind: 'text', text: 'if' }), '"if"');
  assert.equal(printValue({ kind: 'text', text: '5' }), '"5"');
  assert.equal(printValue({ kind: 'list', text: '[1,2]' }), '[1,2]');
});
