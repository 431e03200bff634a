// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { positionOf, type Source } from '../../scripts/lib/core/source.ts';

const source = (text: string): Source => ({ path: 'x', text });

for (const [what, text, offset, line, column, lineText] of [
  ['the start', 'ab\ncd', 0, 1, 1, 'ab'],
  ['a line end', 'ab\ncd', 2, 1, 3, 'ab'],
  ['the second line', 'ab\ncd', 4, 2, 2, 'cd'],
  ['past the end', 'ab\ncd', 99, 2, 3, 'cd'],
  ['before the start', 'ab', -5, 1, 1, 'ab'],
  ['an empty file', '', 0, 1, 1, ''],
  ['behind the last line end', 'ab\n', 3, 2, 1, ''],
  ['CRLF', 'ab\r\ncd', 5, 2, 2, 'cd'],
  ['behind an emoji, which counts as one column', '\u{1F600}x', 2, 1, 2, '\u{1F600}x'],
  ['behind a lone half of a pair', '\udc00x', 1, 1, 2, '\udc00x'],
] as const) {
  test(`positionOf knows ${what}`, () => {
    const at = positionOf(source(text), offset);
    assert.deepEqual([at.line, at.column, at.lineText], [line, column, lineText]);
  });
}

test('positions of many offsets in a long file agree with counting line ends', () => {
  const text = Array.from({ length: 5000 }, (_, i) => 'x'.repeat(i % 7)).join('\n');
  const file = source(text);
  for (let offset = 0; offset <= text.length; offset += 97) {
    const before = text.slice(0, offset);
    const line = before.split('\n').length;
    assert.equal(positionOf(file, offset).line, line);
    assert.equal(positionOf(file, offset).column, offset - before.lastIndexOf('\n'));
  }
});
