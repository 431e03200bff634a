// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseRangeFile } from '../../scripts/lib/range/parse.ts';
import { formatDiagnostic } from '../../scripts/lib/core/diagnostic.ts';

/** Returns the lines of an error at a piece of the value of a range file's only setting; `nth` of several, from 0. */
function shown(text: string, piece: string, nth = 0): readonly string[] {
  const line = parseRangeFile({ path: 'range', text }, () => ({ unreadable: 'no file' })).value?.settings[0];
  assert.ok(line !== undefined);
  let offset = line.text.indexOf(piece);
  for (let i = 0; i < nth; i += 1) offset = line.text.indexOf(piece, offset + 1);
  const span = {
    source: { path: 'SWEEP_COMMAND', text: line.text, value: line.span },
    offset,
    length: piece.length,
  };
  const [where = '', , marks = ''] = formatDiagnostic({ code: 'E_TEMPLATE', message: 'x', span }).split('\n');
  return [where.slice(0, where.indexOf(': error')), marks.trim()];
}

test('a piece of a value is shown where the file has it, however the value is written', () => {
  const tail = '\nCONFIG_A=1|2\n';
  assert.deepEqual(shown(`SWEEP_COMMAND=run {{a}}${tail}`, '{{a}}'), ['range:1:19', '~~~~~']);
  assert.deepEqual(shown(`# first\nSWEEP_COMMAND="run {{a}}"${tail}`, '{{a}}'), ['range:2:20', '~~~~~']);
  assert.deepEqual(shown(`SWEEP_COMMAND='run {{a}}'${tail}`, '{{a}}'), ['range:1:20', '~~~~~']);
  assert.deepEqual(shown(`SWEEP_COMMAND="say \\"hi\\" {{a}} {{a}}"${tail}`, '{{a}}', 1), ['range:1:33', '~~~~~']);
  assert.deepEqual(shown(`SWEEP_COMMAND=run \\\n  {{b}} \\\n  {{a}}${tail}`, '{{a}}'), ['range:3:3', '~~~~~']);
});

test('a piece that the file writes otherwise means the whole value, and a value of no file is shown by itself', () => {
  assert.deepEqual(shown('SWEEP_COMMAND="a \\"b\\" c"\nCONFIG_A=1|2\n', '"b"'), ['range:1:15', '~~~~~~~~~~~']);
  const source = { path: 'SWEEP_COMMAND', text: 'run {{a}}' };
  const told = formatDiagnostic({ code: 'E_TEMPLATE', message: 'x', span: { source, offset: 4, length: 5 } });
  assert.match(told, /^SWEEP_COMMAND:1:5: error/);
});
