// SPDX-License-Identifier: MIT
// Names with hyphens and list positions, names that are words of templates, and objects, in every format.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { needs } from '../../rig/needs.ts';
import { filesOfSweep, sweepOfText } from '../../rig/range-text.ts';
import { readBack } from '../../rig/read-back.ts';
import { ODD_NAMES } from '../odd-names.ts';

test('names with hyphens, list positions, values and words of templates stand in yaml and json', (t) => {
  if (!needs(t, 'python3-yaml')) return;
  const expected = [
    "{'learning-rate': 0.1, 'pipeline': {'1': {'prob': 0.5}}, 'n': 5, 'log': 1}",
    "{'learning-rate': 0.2, 'pipeline': {'1': {'prob': 0.5}}, 'n': 5, 'log': 1, 'name': 'x'}",
    "{'learning-rate': 0.2, 'pipeline': {'1': {'prob': 0.5}}, 'n': 10, 'log': 1}",
  ];
  assert.deepEqual(readBack('json', filesOfSweep(sweepOfText(ODD_NAMES, { FORMAT: 'json' }))), expected);
  const sorted = expected.map((text) =>
    text
      .replace(/^\{(.*)\}$/, '$1')
      .split(/, (?=')/)
      .sort(),
  );
  const read = readBack('pyyaml', filesOfSweep(sweepOfText(ODD_NAMES, { FORMAT: 'yaml' })));
  assert.deepEqual(
    read.map((text) =>
      text
        .replace(/^\{(.*)\}$/, '$1')
        .split(/, (?=')/)
        .sort(),
    ),
    sorted,
  );
});

test('objects stand in values and lists, and every reader has them', (t) => {
  if (!needs(t, 'python3-yaml')) return;
  const text = 'v={"a":1, "b": [true, {"c": 1e-5}]}|{}\nl=[{"x": "y: z"}, null]\n';
  const expected = [
    "{'v': {'a': 1, 'b': [True, {'c': 1e-05}]}, 'l': [{'x': 'y: z'}, None]}",
    "{'v': {}, 'l': [{'x': 'y: z'}, None]}",
  ];
  assert.deepEqual(readBack('json', filesOfSweep(sweepOfText(text, { FORMAT: 'json' }))), expected);
  const sorted = (one: string): string => one.replace(/^\{'l': (.*), ('v': .*)\}$/, "{$2, 'l': $1}");
  assert.deepEqual(readBack('pyyaml', filesOfSweep(sweepOfText(text, { FORMAT: 'yaml' }))).map(sorted), expected);
  const template = { 't.hbs': 'v: {{yaml v}}\nl: {{yaml l}}\n' };
  assert.deepEqual(
    readBack('pyyaml', filesOfSweep(sweepOfText(text, { TEMPLATE: 't.hbs' }, template))).map(sorted),
    expected,
  );
  assert.match(filesOfSweep(sweepOfText(text, {}))[0] ?? '', /^v="\{\\"a\\":1,\\"b\\":\[true,\{\\"c\\":1e-5\}\]\}"$/m);
});
