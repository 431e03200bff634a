// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatDiagnostics, isError } from '../../scripts/lib/core/diagnostic.ts';
import { createRng } from '../../scripts/lib/core/rng.ts';
import { parseExpression } from '../../scripts/lib/range/expression.ts';
import { printExpression, printStatement, printValue } from '../../scripts/lib/range/print.ts';
import { bare, readText } from './read-statements.ts';
import { randomStatement } from './random-statement.ts';

test('a whole file of random statements is read back, with CRLF, comments and blanks between', () => {
  const rng = createRng('print/file');
  const statements = Array.from({ length: 300 }, () => randomStatement(rng));
  const text = `\ufeff${statements.map((s, i) => `${i % 3 === 0 ? '\t ' : ''}${printStatement(s)}${i % 2 === 0 ? '  # why' : ' \t'}`).join('\r\n\r\n# comment\r\n')}`;
  const parsed = readText(text);
  assert.equal(formatDiagnostics(parsed.diagnostics.filter(isError)), '');
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
