// SPDX-License-Identifier: MIT
// One folder of tests/fixtures/warnings is one thing that is warned about, with the exact text. UPDATE=1 rewrites them.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { type Diagnostic, formatDiagnostics, hasErrors } from '../../scripts/lib/core/diagnostic.ts';
import type { Source } from '../../scripts/lib/core/source.ts';
import { parseRangeFile } from '../../scripts/lib/range/parse.ts';
import { buildSpace } from '../../scripts/lib/space/build.ts';

const FOLDER = new URL('../fixtures/warnings/', import.meta.url).pathname;

function diagnose(kind: string): readonly Diagnostic[] {
  const read = (path: string): Source => ({ path, text: readFileSync(join(FOLDER, kind, path), 'utf8') });
  const load = (path: string): Source | { unreadable: string } =>
    existsSync(join(FOLDER, kind, path)) ? read(path) : { unreadable: 'no such file' };
  const { value, diagnostics } = parseRangeFile(read('input.range'), load);
  if (value === undefined) return diagnostics;
  return [...diagnostics, ...buildSpace(value).diagnostics];
}

const kinds = readdirSync(FOLDER);

for (const kind of kinds) {
  test(`${kind} is warned about, with its place and what to write`, () => {
    const diagnostics = diagnose(kind);
    assert.ok(diagnostics.length > 0 && !hasErrors(diagnostics), formatDiagnostics(diagnostics));
    for (const { span, hint } of diagnostics) assert.ok(span !== undefined && hint !== undefined);
    const printed = `${formatDiagnostics(diagnostics)}\n`;
    const expected = join(FOLDER, kind, 'expected.txt');
    if (process.env.UPDATE === '1') writeFileSync(expected, printed);
    assert.equal(printed, readFileSync(expected, 'utf8'));
  });
}

test('every warning of the language has a file that shows it', () => {
  const lib = new URL('../../scripts/lib/', import.meta.url).pathname;
  const sources = ['range', 'space'].flatMap((folder) =>
    readdirSync(join(lib, folder), { recursive: true }).map((name) => join(lib, folder, String(name))),
  );
  const used = new Set(
    sources
      .filter((path) => path.endsWith('.ts'))
      .flatMap((path) => readFileSync(path, 'utf8').match(/(?<=')W_[A-Z_]+(?=')/g) ?? []),
  );
  used.delete('W_IMPORT_LEFT_OUT'); // of other systems: tests/range/import/bad-imports.test.ts
  used.delete('W_IMPORT_CONDITION'); // tests/range/import/conditions.test.ts
  const shown = new Set(kinds.flatMap((kind) => diagnose(kind).map((d) => String(d.code))));
  assert.deepEqual([...used].filter((code) => !shown.has(code)).sort(), []);
});
