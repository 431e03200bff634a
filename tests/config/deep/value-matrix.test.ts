// SPDX-License-Identifier: MIT
// No value becomes another: each row of values, through each door, in each format, read back by the programs that read such files.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readMatrix, TOOL_OF } from '../../rig/matrix-readers.ts';
import { needs } from '../../rig/needs.ts';
import {
  cellsOf,
  DOORS,
  FORMATS,
  type MatrixCell,
  type MatrixReader,
  READERS_OF,
  whyNot,
} from '../../rig/value-matrix.ts';
import { VALUE_ROWS } from '../../rig/value-rows.ts';

const CELLS: readonly MatrixCell[] = VALUE_ROWS.flatMap((row) => DOORS.flatMap((door) => cellsOf(row, door)));

test('every crossing of row, door and format is a cell with all its readers, or has a reason why there is none', () => {
  const crossings = VALUE_ROWS.flatMap((row) =>
    DOORS.flatMap((door) => FORMATS.map((format) => ({ row, door, format }))),
  );
  const reasons = crossings.filter(({ row, door, format }) => whyNot(row, door, format) !== undefined);
  assert.equal(CELLS.length + reasons.length, VALUE_ROWS.length * DOORS.length * FORMATS.length);
  for (const { row, door, format, texts, expected } of CELLS) {
    const place = `${row.what}, ${door}, ${format}`;
    for (const reader of READERS_OF[format]) {
      assert.equal(texts[reader]?.length, expected[reader]?.length, `${place}: ${reader} has nothing to read`);
      assert.ok((expected[reader]?.length ?? 0) === row.values.length, `${place}: ${reader}`);
    }
  }
  // A door or a format that is left out of the table is a hole in it.
  assert.ok(CELLS.length >= 0.8 * crossings.length, `${CELLS.length} of ${crossings.length}`);
});

const READERS = [...new Set(Object.values(READERS_OF).flat())];

for (const reader of READERS) {
  test(`${reader} reads every value of the matrix as it was written`, (t) => {
    if (!needs(t, TOOL_OF[reader])) return;
    const own = CELLS.flatMap((cell) => {
      const [texts, expected] = [cell.texts[reader], cell.expected[reader]];
      return texts === undefined || expected === undefined ? [] : [{ cell, texts, expected }];
    });
    const wrong: string[] = [];
    for (const tree of new Set(own.map(({ cell }) => treeOf(cell, reader)))) {
      const some = own.filter(({ cell }) => treeOf(cell, reader) === tree);
      const read = readMatrix(
        reader,
        some.flatMap(({ texts }) => texts),
        tree,
      );
      let at = 0;
      for (const { cell, texts, expected } of some) {
        const found = read.slice(at, at + texts.length);
        at += texts.length;
        for (const [i, value] of expected.entries())
          if (found[i] !== value)
            wrong.push(
              `${cell.row.what} (${i + 1}), ${cell.door}, ${cell.format}: ${found[i]} for ${value} in ${JSON.stringify(texts[i])}`,
            );
      }
    }
    assert.deepEqual(wrong, []);
  });
}

/** A list stands in quotes in a .config, whatever its items are. */
function treeOf({ row, door }: MatrixCell, reader: MatrixReader): string {
  if (reader !== 'kconfiglib' && reader !== 'conf') return '';
  return door === 'list' ? 'string' : row.tree;
}

test('what is warned about is warned about through each door that has lines', () => {
  for (const { row, door, format, said } of CELLS) {
    if (row.said === undefined || !['range line', 'SET', 'sourced file'].includes(door)) continue;
    assert.ok(said.includes(row.said), `${row.what}, ${door}, ${format}: ${said.join(' ')}`);
  }
});
