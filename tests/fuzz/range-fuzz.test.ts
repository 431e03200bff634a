// SPDX-License-Identifier: MIT
// A seeded slice of tests/fuzz/range-fuzz.ts, and the inputs that break parsers: long lines, depth, very many lines.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatDiagnostics } from '../../scripts/lib/core/diagnostic.ts';
import { createRng } from '../../scripts/lib/core/rng.ts';
import { parseExpression } from '../../scripts/lib/range/expression.ts';
import { parseRangeFile } from '../../scripts/lib/range/parse.ts';
import { buildSpace } from '../../scripts/lib/space/build.ts';
import { type Fate, fuzzOne } from './fuzz-one.ts';

test('8,000 random inputs end in a space or in diagnostics with places inside of their files', () => {
  const fates: Record<Fate, number> = { errors: 0, configurations: 0, 'no configurations': 0 };
  for (let input = 0; input < 8000; input += 1) fates[fuzzOne(createRng(`range-fuzz/test/${input}`))] += 1;
  assert.ok(fates.errors > 1000 && fates.configurations > 500, JSON.stringify(fates));
});

/** Reads a text, builds its space and prints its errors; returns the first code. */
function read(text: string, set?: string): string {
  const file = parseRangeFile({ path: 'x', text }, () => ({ unreadable: 'no' }), set);
  formatDiagnostics(file.diagnostics);
  if (file.value !== undefined) buildSpace(file.value);
  return file.diagnostics[0]?.code ?? 'fine';
}

// Each of these takes well under a second when reading is linear, and minutes or a crash of the stack when it is not.
const N = 100_000;
for (const [what, text, code] of [
  ['a long text', `CONFIG_A="${'x'.repeat(N)}"`, 'fine'],
  ['a long unquoted word', `CONFIG_A=${'x;'.repeat(N)}`, 'fine'],
  ['a long text that does not close', `CONFIG_A="${'\\\\'.repeat(N)}`, 'E_QUOTE'],
  ['very many alternatives', `CONFIG_A=${'a|'.repeat(N)}b`, 'fine'],
  ['very many empty alternatives', `CONFIG_A=${'|'.repeat(N)}`, 'E_VALUE_EMPTY'],
  ['very many colons', `CONFIG_A=${'1:'.repeat(N)}`, 'E_RANGE_PARTS'],
  ['a long line of blanks', `CONFIG_A=1${' '.repeat(N)}x`, 'E_SYNTAX'],
  ['a long line of blanks and nothing', `${' '.repeat(N)}\n${'\t'.repeat(N)}?`, 'E_SYNTAX'],
  ['a long name', `${'A'.repeat(N)}=1`, 'fine'],
  ['a long name of dots', `A${'.'.repeat(N)}=1`, 'E_NAME'],
  ['a long list', `CONFIG_A=[${'1,'.repeat(N)}2]`, 'fine'],
  ['a long list of texts', `CONFIG_A=[${'"a\\"b",'.repeat(N)}"c"]`, 'fine'],
  ['deep lists', `CONFIG_A=${'['.repeat(N)}`, 'E_TOO_DEEP'],
  ['deep parentheses', `CONFIG_A=1\ndepends on ${'('.repeat(N)}`, 'E_TOO_DEEP'],
  ['very many negations', `CONFIG_A=1\ndepends on ${'!'.repeat(N)}`, 'E_TOO_DEEP'],
  ['very many signs', `CONFIG_A=1\ndepends on 1 ${'-'.repeat(N)} 1 = 2`, 'E_TOO_DEEP'],
  ['a long condition', `CONFIG_A=1\ndepends on ${'CONFIG_A = 1 && '.repeat(N)}CONFIG_A`, 'fine'],
  ['a long sum', `CONFIG_A=1\ndepends on ${'CONFIG_A + '.repeat(N)}1 > 0`, 'fine'],
  ['a long number', `CONFIG_A=${'1'.repeat(N)}`, 'E_NUMBER_SIZE'],
  [
    'very many zipped symbols',
    `${Array.from({ length: 10_000 }, (_, i) => `A${i}`).join(',')}=${'1,'.repeat(9999)}1`,
    'fine',
  ],
  ['very many rows', `A,B=${'1,2|'.repeat(N)}3,4`, 'fine'],
  ['a continued value of very many lines', `SWEEP_COMMAND="${'x \\\n'.repeat(N)}y"`, 'fine'],
  ['a continued bare value of very many lines', `SWEEP_COMMAND=${'x \\\n'.repeat(N)}y`, 'fine'],
  ['very many # in a value', `SWEEP_COMMAND=${'#'.repeat(N)}`, 'fine'],
  [
    'very many symbols',
    Array.from({ length: N / 2 }, (_, i) => `CONFIG_A${i}=${i % 3 === 0 ? '1|2' : i}`).join('\n'),
    'fine',
  ],
  ['very many rules', `CONFIG_A=1|2\nCONFIG_B=1|2\n${'depends on CONFIG_A <= CONFIG_B + 1\n'.repeat(N / 4)}`, 'fine'],
  ['very many errors', 'CONFIG_A=1:0:2\n'.repeat(N / 2), 'E_STEP_ZERO'],
  [
    'very many unknown symbols',
    `CONFIG_ABC=1\n${Array.from({ length: N / 4 }, (_, i) => `depends on CONFIG_ABD${i}`).join('\n')}`,
    'E_SYMBOL_UNKNOWN',
  ],
  ['very many unknown settings', 'SWEEP_PARALEL=1\n'.repeat(N / 2), 'E_SETTING_UNKNOWN'],
  ['very many lines of one symbol', `CONFIG_A=1|2\n${'CONFIG_B=1 if CONFIG_A=1\n'.repeat(N / 4)}`, 'fine'],
  ['very many stages', 'stage "x"\n'.repeat(N / 2), 'E_STAGE'],
  [
    'conditions each on the line above',
    `CONFIG_A0=1|2\n${Array.from({ length: N / 4 }, (_, i) => `CONFIG_A${i + 1}=1|2 if CONFIG_A${i}=1`).join('\n')}`,
    'fine',
  ],
] as const) {
  test(`${what} (${text.length} characters) ends as ${code}`, () => assert.equal(read(text), code));
}

test('SET= of very many lines is read in linear time', () =>
  assert.equal(read('CONFIG_A=1', 'CONFIG_B="x;y";'.repeat(1) + 'depends on CONFIG_A=1;'.repeat(N / 4)), 'fine'));

test('expressions of options are read like conditions', () => {
  assert.equal(parseExpression({ path: 'ONLY', text: '' }).diagnostics[0]?.code, 'E_EXPRESSION');
  assert.equal(parseExpression({ path: 'ONLY', text: 'a = 1\nb' }).diagnostics[0]?.code, 'E_ENCODING');
  assert.deepEqual(parseExpression({ path: 'ONLY', text: 'a = 1 # why' }).diagnostics, []);
});
