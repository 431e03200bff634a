// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shownSpan } from '../../../scripts/lib/core/source.ts';
import { diagnosticsOf, openImported, valuesOf } from '../../rig/imports.ts';

test('conditions of a grid that are ignored, or add a key, are told with their place', () => {
  const text =
    '{"grid": {"a": [1, 2]}, "conditions": [[{"stranger": [1]}, {"a": [5]}], [{"a": [1]}, {"extra": [3, 4]}]]}';
  const said = diagnosticsOf({ 'grid.json': text }, 'grid.json');
  assert.deepEqual(
    said.map(({ code, message, span }) => [code, message, span === undefined ? -1 : shownSpan(span).offset]),
    [
      [
        'W_IMPORT_CONDITION',
        'condition 1 is ignored: its key stranger is not in the grid, and hypnettorch ignores it then',
        text.indexOf('"stranger"'),
      ],
      [
        'W_IMPORT_CONDITION',
        'condition 2 adds extra, which is not in the grid: the code of hypnettorch does so, though its documentation says that it is ignored',
        text.indexOf('"extra"'),
      ],
    ],
  );
  assert.deepEqual(valuesOf(openImported({ 'grid.json': text }, 'grid.json')), [
    { a: '1', extra: '3' },
    { a: '1', extra: '4' },
    { a: '2' },
  ]);
});

test('keys that many commands would have to be gone through for are an error', () => {
  const many = JSON.stringify(Array.from({ length: 200 }, (_, i) => i));
  const text = `{"grid": {"a": ${many}, "b": ${many}}, "conditions": [[{"a": [1]}, {"a": [2]}], [{"b": [1]}, {"a": [3]}]]}`;
  const [first] = diagnosticsOf({ 'grid.json': text }, 'grid.json');
  assert.match(
    first?.message ?? '',
    /^conditions set a, b after others have looked at them, and together they have more/,
  );
});
