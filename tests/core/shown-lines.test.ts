// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { shownLines } from '../../scripts/lib/core/shown-lines.ts';
import { sha256 } from '../../scripts/lib/core/hash.ts';
import { lastLines } from '../../scripts/lib/run/signature.ts';

/** What a program prints that opens a model instead of its log: the same bytes each time. */
function bytes(count: number): string {
  const noise = Array.from({ length: count / 32 }, (_, i) => sha256(String(i))).join('');
  return Buffer.from(noise, 'hex').toString('utf8');
}

test('bytes in a log are one line that says so, and the text around them stays', () => {
  const log = `epoch 1\n${bytes(4096)}\nTraceback: it broke\n`;
  const shown = lastLines(log, 12);
  assert.match(shown.join('\n'), /^epoch 1\n\(\d+ lines of bytes that are no text\)\nTraceback: it broke$/);
  const packed = gzipSync('a text '.repeat(10)).toString('utf8');
  assert.match(lastLines(packed, 12).join('\n'), /^\(\d+ lines? of bytes that are no text\)$/);
});

test('texts of all languages, colours, progress bars and another encoding are text', () => {
  const lines = [
    'Fehler: Gerät fehlt',
    '训练完成，准确率 81.5',
    '\u001b[1;31merror\u001b[0m: no such file',
    '10%|█         | 1/10\r20%|██        | 2/10',
    Buffer.from('fichier introuvable, donn\xe9es d\xe9plac\xe9es', 'latin1').toString('utf8'),
    Buffer.from('\xe9t\xe9', 'latin1').toString('utf8'),
    '',
  ];
  assert.deepEqual(
    shownLines(lines, (line) => line),
    lines,
  );
});

test('a single odd letter stays, and lines are shown by the function that is given', () => {
  assert.deepEqual(
    shownLines(['a\u0007', '\u0000', 'b'], (line) => `<${line}>`),
    ['<a\u0007>', '<\u0000>', '<b>'],
  );
});
