// SPDX-License-Identifier: MIT
// What Python's str() prints of values, by python3 itself.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { pythonText } from '../../../scripts/lib/config/python-text.ts';
import { createRng } from '../../../scripts/lib/core/rng.ts';
import type { Value } from '../../../scripts/lib/core/value.ts';
import { needs } from '../../rig/needs.ts';

/** Prints str() of each literal of Python on a line, as JSON. */
const PROGRAM =
  'import ast, json, sys\nfor line in json.load(sys.stdin): print(json.dumps(str(ast.literal_eval(line))))';

function byPython(literals: readonly string[]): readonly string[] {
  const { status, stdout, stderr } = spawnSync('python3', ['-c', PROGRAM], {
    input: JSON.stringify(literals),
    encoding: 'utf8',
  });
  assert.equal(status, 0, stderr);
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as string);
}

test('numbers, texts, lists and mappings print as str() of Python does', (t) => {
  if (!needs(t, 'python3')) return;
  const rng = createRng('python text');
  const numbers = Array.from({ length: 400 }, () => {
    const exponent = Math.floor(rng.float() * 40) - 20;
    const digits = (rng.float() - 0.5).toPrecision(1 + Math.floor(rng.float() * 16));
    return rng.float() < 0.3
      ? String(Math.floor(rng.float() * 1e6))
      : `${Number(digits)}e${exponent}`.replace('e-7e', 'e');
  }).filter((text) => /^-?\d+(\.\d+)?(e[+-]?\d+)?$/.test(text));
  const fixed = [
    '0',
    '-0.0',
    '1e-4',
    '0.0001',
    '1e-5',
    '1e16',
    '123456789012345680.0',
    '9999999999999998.0',
    '1.0',
    '1e22',
    '0.1',
  ];
  const values: Value[] = [...fixed, ...numbers].map((text) => ({ kind: 'number', text }));
  assert.ok(values.length > 300);
  assert.deepEqual(values.map(pythonText), byPython(values.map(({ text }) => text)));
  const lists = [
    '[1,2.5,"a"]',
    '["it\'s","\\"x\\"","both \' and \\""]',
    '[null,true,false,[]]',
    '[{"a":1e-5},"\\t\\u00a0\\u0007é日"]',
  ];
  const inPython = (json: string): string =>
    json.replaceAll('null', 'None').replaceAll('true', 'True').replaceAll('false', 'False');
  assert.deepEqual(
    lists.map((text) => pythonText({ kind: 'list', text })),
    byPython(lists.map(inPython)),
  );
});
