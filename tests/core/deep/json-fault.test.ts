// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { jsonFault } from '../../../scripts/lib/core/json-fault.ts';
import { createRng } from '../../../scripts/lib/core/rng.ts';

const SEED_TEXT =
  '{"a": [1.5e3, -2, 0.25], "b": {"c": "x\\u00e9\\n\\"", "d": [true, null, false]}, "e": {}, "f": [], "g": ""}';
const ODD = [
  '',
  '"',
  '\\',
  ',',
  ':',
  '{',
  '}',
  '[',
  ']',
  '0',
  '-',
  '.',
  'e',
  '\n',
  '\u0001',
  '\ufeff',
  ' ',
  'NaN',
  'u',
  'é',
  "'",
];

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

test('a text has no fault exactly when JSON.parse takes it', (t) => {
  const lines = Error.stackTraceLimit;
  t.after(() => {
    Error.stackTraceLimit = lines;
  });
  Error.stackTraceLimit = 0; // thousands of refusals, and nobody reads where each came from
  const rng = createRng('json-fault');
  let refused = 0;
  for (let i = 0; i < 20_000; i += 1) {
    let text = SEED_TEXT;
    for (let changes = 1 + rng.below(3); changes > 0; changes -= 1) {
      const at = rng.below(text.length + 1);
      text = text.slice(0, at) + (ODD[rng.below(ODD.length)] ?? '') + text.slice(at + rng.below(3));
    }
    const fault = jsonFault(text, 'json');
    if ((fault === undefined) !== isJson(text)) assert.fail(JSON.stringify({ text, fault }));
    if (fault === undefined) continue;
    refused += 1;
    assert.ok(fault.offset >= 0 && fault.offset <= text.length, text);
    assert.notEqual(fault.what, '');
  }
  assert.ok(refused > 5_000 && refused < 19_900, `${refused} of 20,000 are refused`);
});

test('what Python writes for numbers that are none is a fault of JSON alone', () => {
  for (const word of ['NaN', 'Infinity', '-Infinity']) {
    assert.equal(jsonFault(`{"a": [${word}]}`, 'python'), undefined);
    assert.equal(jsonFault(`{"a": [${word}]}`, 'json')?.offset, 7);
  }
  assert.equal(jsonFault('[nan]', 'python')?.offset, 1);
});
