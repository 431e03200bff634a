// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatDiagnostics } from '../../scripts/lib/core/diagnostic.ts';
import { parseRangeFile } from '../../scripts/lib/range/parse.ts';

function printed(text: string): string {
  const { value, diagnostics } = parseRangeFile({ path: 'x', text }, () => ({ unreadable: 'no' }));
  assert.ok(value !== undefined, `a warning refuses nothing, and this is refused:\n${formatDiagnostics(diagnostics)}`);
  return formatDiagnostics(diagnostics);
}

for (const [word, hint] of [
  ['.5', '0.5'],
  ['-.5e3', '-0.5e3'],
  ['5.', '5.0'],
  ['1.e-3', '1.0e-3'],
  ['00.', '0.0'],
] as const) {
  test(`${word} is text, and one is told to write ${hint}`, () => {
    const why = word.replace('-', '').startsWith('.') ? 'before' : 'behind';
    assert.equal(
      printed(`CONFIG_A=1|${word}\n`),
      [
        `x:1:12: warning: \`${word}\` is text, not a number: it lacks a digit ${why} its point [W_ALMOST_NUMBER]`,
        `  CONFIG_A=1|${word}`,
        `             ${'~'.repeat(word.length)}`,
        `  hint: write ${hint}; if it is meant as text, put it in double quotes`,
      ].join('\n'),
    );
  });
}

test('text that was clearly meant as text is not warned about', () => {
  assert.equal(printed('CONFIG_A=1.2.3|v1.|".5"|...|none|2D|a-b|x=y|3-layer\n'), '');
});

for (const [word, turned] of [
  ['0.1:0.5:0.1', '0.1:0.1:0.5'],
  ['0:10:1', '0:1:10'],
  ['10:0:-2', undefined],
  ['0:-8:-2', '0:-2:-8'],
] as const) {
  test(`${word} is ${turned === undefined ? 'an error already' : `a range of one value, and one is told to write ${turned}`}`, () => {
    const { value, diagnostics } = parseRangeFile({ path: 'x', text: `CONFIG_A=${word}\n` }, () => ({
      unreadable: 'no',
    }));
    if (turned === undefined) assert.equal(value, undefined);
    else
      assert.match(
        formatDiagnostics(diagnostics),
        new RegExp(
          `^x:1:10: warning: this range has a single value, 0(\\.1)?: .* \\[W_RANGE_ORDER\\]\\n.*\\n.*\\n {2}hint: write ${turned} for`,
        ),
      );
  });
}

test('ranges of one value that could mean nothing else are not warned about', () => {
  assert.equal(printed('CONFIG_A=1:1:1|5:10:7|0:1:0|3:*2:3|0:1:1\n'), '');
});
