// SPDX-License-Identifier: MIT
// One folder of tests/fixtures/kconfig/bad-trees is one mistake in a tree, with the message it gets. UPDATE=1 rewrites them.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { CODES } from '../../scripts/lib/core/codes.ts';
import { type Diagnostic, formatDiagnostics, hasErrors, isError } from '../../scripts/lib/core/diagnostic.ts';
import { loadTree } from '../../scripts/lib/kconfig/load.ts';
import { filesIn, firstFile } from '../rig/kconfig-tree.ts';

const FOLDER = new URL('../fixtures/kconfig/bad-trees/', import.meta.url).pathname;
const KINDS = readdirSync(FOLDER);

function diagnose(kind: string): readonly Diagnostic[] {
  const files = filesIn(join(FOLDER, kind));
  return loadTree({ source: firstFile(files), files, dialect: '6.12', environment: { srctree: '.' } }).diagnostics;
}

for (const kind of KINDS) {
  test(`bad tree ${kind} gets its message`, () => {
    const diagnostics = diagnose(kind);
    assert.equal(hasErrors(diagnostics), !kind.startsWith('odd-'));
    const printed = `${formatDiagnostics(diagnostics)}\n`;
    const expected = join(FOLDER, kind, 'expected.txt');
    if (process.env.UPDATE === '1') writeFileSync(expected, printed);
    assert.equal(printed, readFileSync(expected, 'utf8'));
  });
}

test('every error points into its file and says what to do', () => {
  for (const kind of KINDS) {
    for (const one of diagnose(kind)) {
      const { span, hint, message } = one;
      assert.ok(span !== undefined && span.offset + span.length <= span.source.text.length, `${kind}: ${message}`);
      if (isError(one)) assert.ok(hint !== undefined || /expected/.test(message), `${kind}: ${message}`);
    }
  }
});

test('every code of a tree has a fixture that shows it', () => {
  const lib = new URL('../../scripts/lib/kconfig/', import.meta.url).pathname;
  const reading = ['conditions', 'finish', 'lexer', 'open-files', 'options', 'order', 'parse-tree', 'parsing'];
  const text = reading.map((name) => readFileSync(join(lib, `${name}.ts`), 'utf8')).join('\n');
  const used = Object.keys(CODES).filter((code) => text.includes(`'${code}'`));
  const shown = new Set(KINDS.flatMap((kind) => diagnose(kind).map(({ code }) => String(code))));
  assert.deepEqual(
    used.filter((code) => !shown.has(code)),
    [],
  );
  assert.ok(used.length >= 8, used.join(' '));
});
