// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type Diagnostic,
  DiagnosticsError,
  formatDiagnostic,
  formatDiagnostics,
  hasErrors,
  valueOrThrow,
} from '../../scripts/lib/core/diagnostic.ts';
import type { Source } from '../../scripts/lib/core/source.ts';

const source: Source = { path: 'x.range', text: 'CONFIG_A=1:0:2\n\tCONFIG_B=\u001b[31m\nlast' };
const error = (offset: number, length: number, more: Partial<Diagnostic> = {}): Diagnostic => ({
  code: 'E_SYNTAX',
  message: 'wrong',
  span: { source, offset, length },
  ...more,
});

test('a diagnostic prints path, position, message, code, line and squiggle', () => {
  assert.equal(
    formatDiagnostic(error(11, 1)),
    'x.range:1:12: error: wrong [E_SYNTAX]\n  CONFIG_A=1:0:2\n             ~',
  );
});

test('notes and the hint come below, each note with its own place', () => {
  const printed = formatDiagnostic(
    error(0, 8, {
      notes: [{ message: 'see here', span: { source, offset: source.text.indexOf('last'), length: 4 } }],
      hint: 'do that',
    }),
  );
  assert.match(printed, /note: see here\n {2}last\n {2}~~~~\n {2}hint: do that$/);
});

test('control characters of the file never reach the terminal', () => {
  const printed = formatDiagnostic(error(16, 8));
  assert.ok(!/[\u0000-\u0009\u000b-\u001f]/.test(printed));
  assert.match(printed, /CONFIG_B=\?\[31m/);
});

test('a long line is cut around the squiggle', () => {
  const long: Source = { path: 'l', text: `${'a'.repeat(500)}BAD${'b'.repeat(500)}` };
  const printed = formatDiagnostic({ ...error(0, 0), span: { source: long, offset: 500, length: 3 } });
  const [, line = '', mark = ''] = printed.split('\n');
  assert.ok(line.length < 120);
  assert.equal(line.slice(mark.indexOf('~'), mark.lastIndexOf('~') + 1), 'BAD');
});

test('a diagnostic without a place prints its message alone', () => {
  const { span: _, ...placeless } = error(0, 0);
  assert.equal(formatDiagnostic(placeless), 'error: wrong [E_SYNTAX]');
});

test('diagnostics print in the order of the file, with their number', () => {
  const printed = formatDiagnostics([error(30, 4, { message: 'second' }), error(0, 1, { message: 'first' })]);
  assert.ok(printed.indexOf('first') < printed.indexOf('second'));
  assert.ok(printed.endsWith('2 errors'));
});

test('of very many errors the first hundred print, and the number of the rest', () => {
  const many: Source = { path: 'm', text: 'x\n'.repeat(100_000) };
  const printed = formatDiagnostics(
    Array.from({ length: 100_000 }, (_, i) => ({ ...error(0, 0), span: { source: many, offset: 2 * i, length: 1 } })),
  );
  assert.equal(printed.split(': error: ').length - 1, 100);
  assert.ok(printed.endsWith('and 99900 more: 100000 errors in all'));
});

test('warnings are no errors', () => {
  assert.equal(hasErrors([{ ...error(0, 1), isMild: true }]), false);
  assert.equal(valueOrThrow({ value: 5, diagnostics: [{ ...error(0, 1), isMild: true }] }), 5);
  assert.throws(() => valueOrThrow({ value: 5, diagnostics: [error(0, 1)] }), DiagnosticsError);
});
