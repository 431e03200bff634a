// SPDX-License-Identifier: MIT
// One folder of tests/fixtures/bad-bases is one thing that does not fit a base, with the exact text. UPDATE=1 rewrites them.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, normalize } from 'node:path';
import { test } from 'node:test';
import { type Diagnostic, DiagnosticsError, formatDiagnostics, isError } from '../../scripts/lib/core/diagnostic.ts';
import { openSweep } from '../../scripts/lib/edge/definition/sweep-definition.ts';
import { rangeOfText } from '../rig/range-text.ts';

const FOLDER = new URL('../fixtures/bad-bases/', import.meta.url).pathname;
const kinds = readdirSync(FOLDER);

function diagnose(kind: string): readonly Diagnostic[] {
  const read = (path: string): string => readFileSync(join(FOLDER, kind, normalize(path)), 'utf8');
  const range = rangeOfText(read('input.range'));
  const loadNamed: typeof range.loadNamed = (path) => {
    if (existsSync(join(FOLDER, kind, path))) return { path, text: read(path) };
    const message = `${path} cannot be read: no such file`;
    throw new DiagnosticsError([{ code: 'E_FILE_MISSING', message }]);
  };
  try {
    return openSweep({ ...range, loadNamed }, []).warnings;
  } catch (error) {
    if (error instanceof DiagnosticsError) return error.diagnostics;
    throw error;
  }
}

for (const kind of kinds) {
  test(`${kind} is told with its places and what to do`, () => {
    const diagnostics = diagnose(kind);
    const isWarned = kind.startsWith('warned-');
    assert.ok(
      diagnostics.length > 0 && diagnostics.every((d) => isError(d) !== isWarned),
      formatDiagnostics(diagnostics),
    );
    const printed = `${formatDiagnostics(diagnostics)}\n`;
    const expected = join(FOLDER, kind, 'expected.txt');
    if (process.env.UPDATE === '1') writeFileSync(expected, printed);
    assert.equal(printed, readFileSync(expected, 'utf8'));
  });
}

test('every code of bases has a folder that shows it', () => {
  const lib = new URL('../../scripts/lib/config/', import.meta.url).pathname;
  const used = readdirSync(lib, { recursive: true, encoding: 'utf8' })
    .filter((name) => /^(base\/.*|bases|sweep-bases)\.ts$/.test(name))
    .flatMap((name) => readFileSync(join(lib, name), 'utf8').match(/(?<=')[EW]_[A-Z_]+(?=')/g) ?? []);
  const shown = new Set(kinds.flatMap((kind) => diagnose(kind).map((d) => String(d.code))));
  const elsewhere = new Set(['W_KINDS']); // it is only silenced here
  assert.deepEqual(
    [...new Set(used)].filter((code) => !shown.has(code) && !elsewhere.has(code)),
    [],
  );
  assert.ok(used.length >= 6);
});
