// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openLogLines } from '../../../scripts/lib/report/served/log-lines.ts';

/** All lines that a page shows after a text came in pieces of a size. */
function shownOf(text: string, size: number): string {
  const log = openLogLines();
  const whole: string[] = [];
  let open = '';
  for (let at = 0; at < text.length; at += size) {
    const news = log.take(text.slice(at, at + size));
    whole.push(...news.lines);
    open = news.open;
  }
  return [...whole, open].join('\n');
}

const CASES: readonly (readonly [what: string, text: string, shown: string])[] = [
  ['plain lines', 'a\nb\n', 'a\nb\n'],
  ['a line that is still written', 'a\nbc', 'a\nbc'],
  ['a progress bar', 'x\r 10%\r 20%\r 30%', ' 30%'],
  ['a progress bar that ends', '10%\r20%\r30%\ndone\n', '30%\ndone\n'],
  ['line ends of Windows', 'a\r\nb\r\n', 'a\nb\n'],
  ['colours', '\u001b[31mred\u001b[0m\n', 'red\n'],
  ['a bell', 'a\u0007b\n', 'ab\n'],
  ['tabs', 'a\tb\n', 'a\tb\n'],
];

for (const [what, text, shown] of CASES) {
  test(`${what} are shown alike, in whatever pieces they come`, () => {
    for (const size of [1, 2, 3, 1000]) assert.equal(shownOf(text, size), shown, `in pieces of ${size}`);
  });
}

test('a progress bar of a million steps keeps no memory of them', () => {
  const log = openLogLines();
  let most = 0;
  for (let i = 0; i < 10_000; i += 1) most = Math.max(most, log.take(`\rstep ${i} of many`).open.length);
  assert.equal(most, 'step 9999 of many'.length);
});

test('a line without end comes in parts', () => {
  const { lines, open } = openLogLines().take('x'.repeat(50_000));
  assert.equal(lines.join('') + open, 'x'.repeat(50_000));
  assert.ok(lines.length > 0);
});
